import { latin1Of, shownText } from './slow-hit.ts';

/** What stands for bytes that are no UTF-8. */
const REPLACED = '\ufffd';

export interface ExactRow {
  /** One character a byte. */
  readonly key: string;
  hits: number;
  bytes: number;
  errors: number;
}

/** What is kept of the keys of a table before it is given up. */
export interface ExactLimits {
  readonly keysMax: number;
  /** Bytes of all keys together. */
  readonly textBytesMax: number;
}

/** Hits, bytes and errors by key, every key: it grows with them until it is given up. */
export class ExactTable {
  readonly #rows = new Map<string, ExactRow>();
  readonly #keyBytesMax: number;
  readonly #limits: ExactLimits;
  #textBytes = 0;
  /** Rows whose keys are no UTF-8, by what is shown; made when it is asked for. */
  #illegible: Map<string, ExactRow[]> | undefined;
  /** Hits whose key was longer than the table keeps it. */
  cut = 0;
  isGivenUp = false;

  constructor(keyBytesMax: number, limits: ExactLimits) {
    this.#keyBytesMax = keyBytesMax;
    this.#limits = limits;
  }

  get distinct(): number {
    return this.#rows.size;
  }

  add(whole: string, bytes: number, error: number): void {
    if (whole.length > this.#keyBytesMax) this.cut++;
    if (this.isGivenUp) return;
    const key = whole.slice(0, this.#keyBytesMax);
    const row = this.#rows.get(key) ?? this.#enter(key);
    row.hits++;
    row.bytes += bytes;
    row.errors += error;
  }

  /** By hits, then by bytes of the key. */
  sorted(): readonly ExactRow[] {
    return [...this.#rows.values()].sort((a, b) => b.hits - a.hits || (a.key < b.key ? -1 : 1));
  }

  /** The rows that are shown as `key`: several only where their bytes are no UTF-8. */
  shownAs(key: string): readonly ExactRow[] {
    if (key.includes(REPLACED)) return (this.#illegible ??= this.#findIllegible()).get(key) ?? [];
    const row = this.#rows.get(latin1Of(key));
    return row === undefined ? [] : [row];
  }

  #findIllegible(): Map<string, ExactRow[]> {
    const found = new Map<string, ExactRow[]>();
    for (const row of this.#rows.values()) {
      const key = shownText(row.key);
      if (key.includes(REPLACED)) found.set(key, [...(found.get(key) ?? []), row]);
    }
    return found;
  }

  #enter(key: string): ExactRow {
    this.#textBytes += key.length;
    const { keysMax, textBytesMax } = this.#limits;
    if (this.#rows.size === keysMax || this.#textBytes > textBytesMax) {
      this.isGivenUp = true;
      this.#rows.clear();
    }
    const row = { key: ownCopy(key), hits: 0, bytes: 0, errors: 0 };
    if (!this.isGivenUp) this.#rows.set(row.key, row);
    return row;
  }
}

/** Part of a string keeps the whole one in memory: the line, for a key. */
function ownCopy(text: string): string {
  return Array.from(text).join('');
}
