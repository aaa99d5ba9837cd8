import type { RecordBatch, SecondLedger } from '../../src/index.ts';
import { plainScanner } from '../scanners.ts';
import { textBlock } from '../text-block.ts';
import { type Access, accessLine } from '../traffic/access-lines.ts';

export interface WrittenHit extends Access {
  readonly second: number;
  readonly timeMs?: number;
}

export const TABLE_SEED = 1;

/** A log that a test writes and an agent reads: text that only grows. */
export class WrittenLog {
  readonly name: string;
  #text = '';

  constructor(name = 'log') {
    this.name = name;
  }

  get length(): number {
    return this.#text.length;
  }

  write(...hits: readonly WrittenHit[]): this {
    for (const hit of hits) {
      const line = accessLine(hit);
      const time = hit.timeMs === undefined ? '' : ` ${(hit.timeMs / 1000).toFixed(3)}`;
      this.#text += `${line}${time}\n`;
    }
    return this;
  }

  garbage(): this {
    this.#text += 'this is no access line\n';
    return this;
  }

  /** Shows the ledger the lines from an offset on, `lines` of them at most; where it got to. */
  read(ledger: SecondLedger, from: number, lines = Infinity): number {
    let to = from;
    for (let line = 0; line < lines && to < this.#text.length; line++) {
      to = this.#text.indexOf('\n', to) + 1;
    }
    if (to > from) ledger.observe(batchOfText(this.#text.slice(from, to)), this.name, from);
    ledger.readTo(this.name, to);
    return to;
  }
}

export function batchOfText(text: string): RecordBatch {
  const scanner = plainScanner(TABLE_SEED);
  const block = textBlock(text);
  scanner.scan(block, 0, block.length);
  return scanner.batch;
}
