import { ByteBlock } from '../bytes/byte-block.ts';
import { encodeText } from '../bytes/text.ts';
import {
  bytesOf,
  dashIsNone,
  isHit,
  placeOf,
  responseMicrosOf,
  secondOf,
  statusOf,
  textEnd,
  textStart,
} from '../conditions/hit-fields.ts';
import { type HitPredicate, hitPredicate } from '../conditions/hit-predicate.ts';
import type { RecordBatch } from '../parser/record-batch.ts';
import { isServerError } from '../tables/status-table.ts';
import { type AlertRule, isOfFiles } from './alert-rule.ts';

const NONE = ByteBlock.ofAscii('(none)');
const ZERO = 48;
/** Of a rule that has no groups. */
export const WHOLE = 0;

/** Where the hits of a rule go. */
export interface HitSink {
  /** The number of a group, or -1 for one that there is no room for. */
  groupOf(block: ByteBlock, start: number, end: number): number;
  /** Counts hits of a second, and the amount that the metric wants of them. */
  count(group: number, second: number, hits: number, amount: number): void;
  time(group: number, second: number, micros: number): void;
  client(group: number, second: number, block: ByteBlock, start: number, end: number): void;
}

/**
 * Finds in a batch what one rule looks at. It reads only the fields that the rule needs, and hands
 * on hits of one group and second together, as those of a log in order stand together.
 */
export class RuleFeed {
  readonly #rule: AlertRule;
  readonly #predicate: HitPredicate | undefined;
  readonly #status = new ByteBlock(new Uint8Array(3));
  #file = '';
  #fileKey = NONE;

  constructor(rule: AlertRule) {
    this.#rule = rule;
    this.#predicate = rule.where && hitPredicate(rule.where);
  }

  /** Takes the lines [from, to) of a batch that was read from `file`. */
  hits(batch: RecordBatch, from: number, to: number, file: string, sink: HitSink): void {
    switch (this.#rule.metric) {
      case 'response_time':
        this.#times(batch, from, to, file, sink);
        return;
      case 'distinct_clients':
        this.#clients(batch, from, to, file, sink);
        return;
      case 'unparsed_share':
      case 'format_changes':
        return;
      default:
        this.#counts(batch, from, to, file, sink);
    }
  }

  /** Takes lines of a file that were read in a second, for the share of unparsed ones. */
  lines(file: string, second: number, counted: number, unparsed: number, sink: HitSink): void {
    if (this.#rule.metric !== 'unparsed_share' || counted + unparsed === 0) return;
    const group = this.#ofFile(file, sink);
    if (group >= 0) sink.count(group, second, counted + unparsed, unparsed);
  }

  /** Takes a change of the format of a file. */
  formatChange(file: string, second: number, sink: HitSink): void {
    if (this.#rule.metric !== 'format_changes') return;
    const group = this.#ofFile(file, sink);
    if (group >= 0) sink.count(group, second, 1, 1);
  }

  #counts(batch: RecordBatch, from: number, to: number, file: string, sink: HitSink): void {
    const predicate = this.#predicate;
    const { by } = this.#rule;
    let group = WHOLE;
    let second = NaN;
    let hits = 0;
    let amount = 0;
    for (let line = from; line < to; line++) {
      if (!isHit(batch, line) || (predicate && !predicate(batch, line, file))) continue;
      const its = by === undefined ? WHOLE : this.#groupOf(batch, line, file, sink);
      const at = secondOf(batch, line);
      if (at !== second || its !== group) {
        if (hits > 0 && group >= 0) sink.count(group, second, hits, amount);
        group = its;
        second = at;
        hits = amount = 0;
      }
      hits++;
      amount += this.#amountOf(batch, line);
    }
    if (hits > 0 && group >= 0) sink.count(group, second, hits, amount);
  }

  #amountOf(batch: RecordBatch, line: number): number {
    switch (this.#rule.metric) {
      case 'bytes_per_second':
        return bytesOf(batch, line);
      case 'error_share':
        return isServerError(statusOf(batch, line)) ? 1 : 0;
      case 'status_count':
      case 'status_share': {
        const { from = 500, to = 599 } = this.#rule.status ?? {};
        const status = statusOf(batch, line);
        return status >= from && status <= to ? 1 : 0;
      }
      default:
        return 0;
    }
  }

  #times(batch: RecordBatch, from: number, to: number, file: string, sink: HitSink): void {
    for (let line = from; line < to; line++) {
      if (!this.#takes(batch, line, file)) continue;
      const micros = responseMicrosOf(batch, line);
      if (micros < 0) continue;
      const group = this.#groupOf(batch, line, file, sink);
      if (group < 0) continue;
      sink.count(group, secondOf(batch, line), 1, 0);
      sink.time(group, secondOf(batch, line), micros);
    }
  }

  #clients(batch: RecordBatch, from: number, to: number, file: string, sink: HitSink): void {
    const place = placeOf('client');
    for (let line = from; line < to; line++) {
      if (!this.#takes(batch, line, file)) continue;
      const group = this.#groupOf(batch, line, file, sink);
      if (group < 0) continue;
      const second = secondOf(batch, line);
      sink.count(group, second, 1, 0);
      const start = textStart(batch, line, place);
      sink.client(group, second, batch.block, start, textEnd(batch, line, place, false));
    }
  }

  #takes(batch: RecordBatch, line: number, file: string): boolean {
    return isHit(batch, line) && (this.#predicate?.(batch, line, file) ?? true);
  }

  #groupOf(batch: RecordBatch, line: number, file: string, sink: HitSink): number {
    const { by } = this.#rule;
    switch (by) {
      case undefined:
        return WHOLE;
      case 'file':
        return this.#ofFile(file, sink);
      case 'status': {
        const status = statusOf(batch, line);
        if (status === 0) return sink.groupOf(NONE, 0, NONE.length);
        const { octets } = this.#status;
        octets[0] = ZERO + Math.floor(status / 100);
        octets[1] = ZERO + (Math.floor(status / 10) % 10);
        octets[2] = ZERO + (status % 10);
        return sink.groupOf(this.#status, 0, 3);
      }
      default: {
        const place = placeOf(by);
        const start = textStart(batch, line, place);
        const end = textEnd(batch, line, place, dashIsNone(by));
        if (end === start) return sink.groupOf(NONE, 0, NONE.length);
        return sink.groupOf(batch.block, start, end);
      }
    }
  }

  /** Of a rule that is by file its group; of any other the whole. */
  #ofFile(file: string, sink: HitSink): number {
    if (this.#rule.by !== 'file') return WHOLE;
    if (file !== this.#file || this.#fileKey === NONE) {
      this.#file = file;
      this.#fileKey = new ByteBlock(encodeText(file));
    }
    return sink.groupOf(this.#fileKey, 0, this.#fileKey.length);
  }

  /** Whether it wants no more of hits than their number in each second. */
  get isPlain(): boolean {
    const { metric, by, where } = this.#rule;
    const counts = metric === 'hits_per_second' || metric === 'silence_seconds';
    return counts && by === undefined && where === undefined;
  }

  get isOfFiles(): boolean {
    return isOfFiles(this.#rule.metric);
  }
}
