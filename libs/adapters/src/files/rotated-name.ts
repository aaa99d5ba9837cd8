/** A file of a rotated set by its name alone, as logrotate, cronolog and their kind give them. */
export interface RotatedName {
  /** What the file is called while it is written, or would be. */
  readonly live: string;
  /** The digits of its date, `20261101` for `access.log-2026-11-01.gz`. */
  readonly stamp: string | undefined;
  /** 1 for the newest, as in `access.log.1`. */
  readonly age: number | undefined;
}

// What stands in a name is bounded and each part of a pattern begins otherwise than the one before
// it, so that no name takes long.
const PACKED = /\.(gz|zst|zstd|bz2|xz|lz4|Z)$/;
const AGED = /^(.+)\.(\d{1,4})(\.log)?$/;
const DATED = /^(.+?)[-._](\d{4}[-._]?\d{2}[-._]?\d{2}[-._T\d]*)(\.[A-Za-z]\w*)?$/;

/** Whether the name is that of a packed file. */
export function isPackedName(name: string): boolean {
  return PACKED.test(name);
}

/** The name without the ending of a packed file. */
export function plainName(name: string): string {
  return name.replace(PACKED, '');
}

/** What the name, without its folder, says of the file's place in a set. */
export function rotatedName(name: string): RotatedName {
  const plain = plainName(name);
  const [, stem, date, ending] = DATED.exec(plain) ?? [];
  if (stem !== undefined && date !== undefined) {
    return { live: stem + (ending ?? ''), stamp: date.replace(/\D/g, ''), age: undefined };
  }
  const [, start, age, end] = AGED.exec(plain) ?? [];
  if (start !== undefined) return { live: start + (end ?? ''), stamp: undefined, age: Number(age) };
  return { live: plain, stamp: undefined, age: undefined };
}

/** The order of names in one folder: sets by their name, each from its oldest file to the live. */
export function compareInTime(a: string, b: string): number {
  const [one, other] = [rotatedName(a), rotatedName(b)];
  return (
    compare(one.live, other.live) ||
    compare(rank(one), rank(other)) ||
    compare(one.stamp ?? '', other.stamp ?? '') ||
    compare(other.age ?? 0, one.age ?? 0) ||
    compare(a, b)
  );
}

function rank({ stamp, age }: RotatedName): number {
  return stamp !== undefined ? 0 : age !== undefined ? 1 : 2;
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
