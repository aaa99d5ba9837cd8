import { LookCounts } from '../formats/look-counts.ts';

/** Lines of another format that are a change, and not a stray one. */
const LINES_MIN = 20;
/** What a server writes with or without a virtual host and an agent is one family. */
const FAMILY = ['common', 'combined', 'vhost_common', 'vhost_combined', 'combined_extended'];

/** The format that the lines of a path had last; the generations of a file share it. */
export interface LastFormat {
  name: string | undefined;
}

/** Notices when the lines of a file begin to have another format than those before. */
export class FormatWatch {
  readonly #last: LastFormat;
  #counted: ReadonlyMap<string, number> = new Map<string, number>();

  constructor(last: LastFormat) {
    this.#last = last;
  }

  /**
   * Looks at how many lines of this generation looked like which format so far; true where the
   * newest of them have another one than those before.
   */
  hasChanged(counts: readonly (readonly [format: string, lines: number])[]): boolean {
    const fresh = new LookCounts();
    for (const [format, lines] of counts) fresh.add(format, lines - this.#before(format));
    if (fresh.total < LINES_MIN) return false;
    this.#counted = new Map(counts);
    const found = fresh.name ?? '';
    const name = FAMILY.includes(found) ? 'combined' : found;
    const before = this.#last.name;
    this.#last.name = name;
    return before !== undefined && name !== before;
  }

  #before(format: string): number {
    return this.#counted.get(format) ?? 0;
  }
}
