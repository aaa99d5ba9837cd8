import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';

import { readHead, readRange, readUnpacked } from '@hitwatch/adapters';
import { type ByteBlock, type FileAccountState, Intake, type LineTable } from '@hitwatch/domain';

import type { FormatChoice } from '../formats.ts';
import { type ScannerFactory, scannerFactory } from '../scanners.ts';
import { withDirectives } from '../stream-head.ts';
import type { PlannedPart } from './plan.ts';

/** How lines are read: plain values, which cross to other threads. */
export interface ReadOptions {
  /** Of the hashes of keys. */
  readonly seed: number;
  readonly formats: FormatChoice;
}

/** What lines of parts are counted into, one part after the other. */
export interface PartTable<State> extends LineTable {
  /** Empties it for lines of a file. */
  begin(path: string): void;
  /** What was counted since, in the memory of a `spent` one that is not needed any more. */
  state(spent: State | undefined): State;
}

/** What one range of one file adds to the whole. */
export interface CountedPart<State> {
  readonly counted: State;
  readonly account: FileAccountState;
  /** What is wrong with packed data, such as `its gzip data ends early`. */
  readonly damage: string | undefined;
  /** Where the last byte that was read stands in the file, unpacked, plus one; else 0. */
  readonly end: number;
}

/** Counts parts one after the other, re-using its tables. */
export class PartCounter<State> {
  readonly #table: PartTable<State>;
  readonly #newScanner: ScannerFactory;

  constructor(table: PartTable<State>, { seed, formats }: ReadOptions) {
    this.#table = table;
    this.#newScanner = scannerFactory(seed, formats);
  }

  /**
   * Counts a range into the memory of a part that is not needed any more. Rejects with an
   * `EnvironmentFailure` when the file cannot be read. One call at a time.
   */
  async count(range: PlannedPart, spent?: CountedPart<State>): Promise<CountedPart<State>> {
    const { path, start, modified: reference, directives } = range;
    this.#table.begin(path);
    const head = start === 0 ? {} : { head: () => withDirectives(readHead(path), directives) };
    const scanner = this.#newScanner({ path, reference, ...head });
    const intake = new Intake(scanner, this.#table);
    let end = 0;
    const push = (block: ByteBlock, offset: number) => {
      end = offset + block.length;
      intake.push(block, offset);
    };
    let damage: string | undefined;
    if (range.isPacked) {
      const open = () => createReadStream(path);
      damage = await readUnpacked(open(), path, push, open);
    } else readRange(range, push, scanner.input);
    intake.finish();
    const counted = this.#table.state(spent?.counted);
    return { counted, account: intake.account.state(), damage, end };
  }
}

/** A stream that is read once, from its beginning to its end. */
export interface ReadStream {
  readonly path: string;
  /** Epoch second, for times without a year. */
  readonly modified: number;
  readonly open: () => Readable;
}

/** Counts a stream, which cannot be divided, into a table that is the sum already. */
export async function countStream(
  { path, modified, open }: ReadStream,
  table: LineTable,
  newScanner: ScannerFactory,
): Promise<Pick<CountedPart<unknown>, 'account' | 'damage'>> {
  const intake = new Intake(newScanner({ path, reference: modified }), table);
  const damage = await readUnpacked(open(), path, intake.push.bind(intake));
  intake.finish();
  return { account: intake.account.state(), damage };
}
