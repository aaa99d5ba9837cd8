import type { ByteBlock } from '../bytes/byte-block.ts';
import { decodeText } from '../bytes/text.ts';
import { isHit } from '../conditions/hit-fields.ts';
import type { RecordBatch } from '../parser/record-batch.ts';
import { type AlertRule, isOfFiles } from './alert-rule.ts';
import { type HitSink, RuleFeed } from './rule-feed.ts';
import { KEY_BYTES_MAX } from './rule-groups.ts';

/** Which hits a rule looks at, or one of its groups. All of them, of a rule about files' lines. */
export class RuleHits implements HitSink {
  readonly #feed: RuleFeed | undefined;
  readonly #group: string | undefined;
  #taken = false;

  constructor(rule: AlertRule, group: string | undefined) {
    this.#feed = isOfFiles(rule.metric) ? undefined : new RuleFeed(rule);
    this.#group = group;
  }

  has(batch: RecordBatch, line: number, file: string): boolean {
    if (!isHit(batch, line)) return false;
    if (this.#feed === undefined) return true;
    this.#taken = false;
    this.#feed.hits(batch, line, line + 1, file, this);
    return this.#taken;
  }

  groupOf(block: ByteBlock, start: number, end: number): number {
    const cut = Math.min(end, start + KEY_BYTES_MAX);
    return decodeText(block.octets.subarray(start, cut)) === this.#group ? 0 : -1;
  }

  count(): void {
    this.#taken = true;
  }

  // What a hit has besides its number is of no concern.
  time(): void {
    return;
  }

  client(): void {
    return;
  }
}
