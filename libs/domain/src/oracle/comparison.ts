/** How a part of a report was compared. */
export type ComparedHow =
  /** Each figure has to be the same. */
  | 'exactly'
  /** Each figure has to lie within the error that the report states. */
  | 'within_error'
  /** Only sums: there was more than a recount keeps. */
  | 'sums_only'
  /** Not at all, for the same reason. */
  | 'not';

export interface Check {
  /** As in the document of a report: `lines`, `tables.urls`. */
  readonly what: string;
  readonly how: ComparedHow;
  readonly agrees: boolean;
}

/** May hold keys, which are hostile: whoever shows it sanitises it. */
export interface Difference {
  readonly what: string;
  readonly reported: string | number | null;
  readonly recounted: string | number | null;
}

/** What the comparison of a report with its recount has found. */
export interface Verification {
  readonly agrees: boolean;
  readonly checks: readonly Check[];
  /** The first of them. */
  readonly differences: readonly Difference[];
  /** All of them. */
  readonly differing: number;
  readonly lines: {
    readonly recounted: number;
    /** Of these, read by the slow parser; the others by the parser of the report. */
    readonly independent: number;
  };
}

type Value = string | number | null;

const DIFFERENCES_MAX = 20;
/** One wrong table must not take the place of all else that is wrong. */
const DIFFERENCES_OF_A_CHECK_MAX = 4;
/** Sums of doubles above this depend on their order. */
const EXACT_MAX = Number.MAX_SAFE_INTEGER;
const ROUNDING = 1e-9;

/** Collects what agrees and what does not. */
export class Comparison {
  readonly checks: Check[] = [];
  readonly differences: Difference[] = [];
  differing = 0;
  #ofThisCheck = 0;

  /** Makes one check of all that `compare` compares. */
  check(what: string, how: ComparedHow, compare: () => void): void {
    this.#ofThisCheck = 0;
    compare();
    this.checks.push({ what, how, agrees: this.#ofThisCheck === 0 });
  }

  same(what: string, reported: Value, recounted: Value): void {
    this.holds(isSame(reported, recounted), what, reported, recounted);
  }

  holds(agrees: boolean, what: string, reported: Value, recounted: Value): void {
    if (agrees) return;
    this.differing++;
    this.#ofThisCheck++;
    const isShown = this.#ofThisCheck <= DIFFERENCES_OF_A_CHECK_MAX;
    if (isShown && this.differences.length < DIFFERENCES_MAX) {
      this.differences.push({ what, reported, recounted });
    }
  }
}

function isSame(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (typeof one !== 'number' || typeof other !== 'number') return false;
  const larger = Math.max(one, other);
  return larger > EXACT_MAX && Math.abs(one - other) <= larger * ROUNDING;
}
