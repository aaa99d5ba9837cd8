import { LINE_BYTES_MAX } from '../lines/line-splitter.ts';
import type { UnparsedReason } from '../parser/unparsed-reason.ts';
import { LIMITS as EXTRA_LIMITS } from '../traffic/extras.ts';
import { LIMITS as USUAL_LIMITS } from '../traffic/rollup-state.ts';
import { type ExactLimits, ExactTable } from './exact-table.ts';
import { ExactValues } from './exact-values.ts';
import { latin1Of, shownText, type SlowHit } from './slow-hit.ts';
import { keysOf, type TableKeys } from './slow-keys.ts';
import type { SlowLines } from './slow-lines.ts';
import { SlowRecords } from './slow-records.ts';

export type TableName = keyof TableKeys;

/** What a report keeps of each table. The status table keeps all there can be. */
export const TABLE_LIMITS: Readonly<
  Record<TableName, { readonly keysMax: number; readonly keyBytesMax: number }>
> = {
  ...USUAL_LIMITS,
  ...EXTRA_LIMITS,
  status: { keysMax: 1000, keyBytesMax: 6 },
};

export const TABLE_NAMES = Object.keys(TABLE_LIMITS) as TableName[]; // a record of names

const GIVEN_UP_ABOVE: ExactLimits = { keysMax: 1_000_000, textBytesMax: 1 << 27 };
/** A report holds the seconds of a thousand hours. */
const SECONDS_MAX = 4_000_000;

export interface RecountOptions {
  /** Origin shown before sections and urls that have none. */
  readonly site?: string | undefined;
  /** Sections whose response times the report shows; of others none are kept. */
  readonly timedSections?: ReadonlySet<string>;
  /** What is kept of a table, and how many different values, before it is given up. */
  readonly limits?: ExactLimits;
}

/** What became of some lines. */
export class RecountedLines {
  counted = 0;
  filtered = 0;
  /** Of all lines: those that the slow parser read. */
  independent = 0;
  readonly reasons = new Map<UnparsedReason, number>();

  get read(): number {
    return this.counted + this.filtered + this.unparsed;
  }

  get unparsed(): number {
    return [...this.reasons.values()].reduce((sum, lines) => sum + lines, 0);
  }

  refuse(reason: UnparsedReason): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }
}

export interface RecountedFile {
  readonly path: string;
  readonly lines: RecountedLines;
  /** Bytes of its lines, unpacked. */
  bytes: number;
}

/**
 * All that a report counts, counted once more in the obvious way: one line after the other, as
 * strings, and a map for each table that holds every key. It shares nothing with the way of a
 * report but, for formats that the slow parser does not know, the parser of the line.
 */
export class Recount {
  readonly files: RecountedFile[] = [];
  readonly lines = new RecountedLines();
  readonly tables: Readonly<Record<TableName, ExactTable>>;
  readonly seconds: ExactValues;
  readonly sizes: ExactValues;
  readonly responseMicros: ExactValues;
  readonly upstreamMicros: ExactValues;
  /** Response times by section, as the report shows it. */
  readonly sectionMicros = new Map<string, ExactValues>();
  bytes = 0;
  errors = 0;
  requestBytes = 0;
  /** Lines that stated the size of their request. */
  sized = 0;
  readonly #site: string;
  readonly #timedSections: ReadonlySet<string>;
  readonly #valuesMax: number;

  constructor({ site = '', timedSections = new Set(), limits = GIVEN_UP_ABOVE }: RecountOptions) {
    this.#site = latin1Of(site);
    this.#timedSections = timedSections;
    this.#valuesMax = limits.keysMax;
    const tables = TABLE_NAMES.map((name) => [
      name,
      new ExactTable(TABLE_LIMITS[name].keyBytesMax, limits),
    ]);
    this.tables = Object.fromEntries(tables) as Record<TableName, ExactTable>; // one for each name
    this.seconds = new ExactValues(SECONDS_MAX);
    this.sizes = this.#newValues();
    this.responseMicros = this.#newValues();
    this.upstreamMicros = this.#newValues();
  }

  /** Counts a file, whose pieces are pushed one after the other; then it is finished. */
  file(path: string, reader: SlowLines): { push(piece: Uint8Array): void; finish(): void } {
    const file: RecountedFile = { path, lines: new RecountedLines(), bytes: 0 };
    this.files.push(file);
    const records = new SlowRecords(
      LINE_BYTES_MAX,
      (octets, start, end) => {
        this.#line(file, reader, octets, start, end);
      },
      () => {
        this.#refuse(file, 'too_long', true);
      },
    );
    return {
      push: (piece) => {
        file.bytes += piece.length;
        records.push(piece);
      },
      finish: () => {
        records.finish();
      },
    };
  }

  #line(
    file: RecountedFile,
    reader: SlowLines,
    octets: Uint8Array,
    start: number,
    end: number,
  ): void {
    const { found, isIndependent } = reader.read(octets, start, end);
    if (found !== 'directive' && 'reason' in found) {
      this.#refuse(file, found.reason, isIndependent);
      return;
    }
    for (const lines of [this.lines, file.lines]) {
      if (found === 'directive') lines.filtered++;
      else lines.counted++;
      if (isIndependent) lines.independent++;
    }
    if (found !== 'directive') this.#hit(found);
  }

  #refuse(file: RecountedFile, reason: UnparsedReason, isIndependent: boolean): void {
    for (const lines of [this.lines, file.lines]) {
      lines.refuse(reason);
      if (isIndependent) lines.independent++;
    }
  }

  #hit(hit: SlowHit): void {
    const error = hit.status >= 500 && hit.status < 600 ? 1 : 0;
    this.bytes += hit.bytes;
    this.errors += error;
    this.seconds.add(hit.second);
    this.sizes.add(hit.bytes);
    const keys = keysOf(hit, this.#site);
    for (const name of TABLE_NAMES) this.tables[name].add(keys[name], hit.bytes, error);
    if (hit.responseMicros >= 0) {
      this.responseMicros.add(hit.responseMicros);
      this.#addSectionTime(keys.sections, hit.responseMicros);
    }
    if (hit.upstreamMicros >= 0) this.upstreamMicros.add(hit.upstreamMicros);
    if (hit.requestBytes < 0) return;
    this.requestBytes += hit.requestBytes;
    this.sized++;
  }

  #addSectionTime(key: string, micros: number): void {
    const section = shownText(key);
    if (!this.#timedSections.has(section)) return;
    let values = this.sectionMicros.get(section);
    if (values === undefined) {
      values = this.#newValues();
      this.sectionMicros.set(section, values);
    }
    values.add(micros);
  }

  #newValues(): ExactValues {
    return new ExactValues(this.#valuesMax);
  }
}
