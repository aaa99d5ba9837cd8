import { hashBytes } from '../bytes/hash.ts';
import { ByteBlock } from '../bytes/byte-block.ts';
import { encodeText } from '../bytes/text.ts';
import { KEY_NAMES, type KeyName, TRANSPARENT_LEVELS } from './key-names.ts';

/** A path of keys that is longer is none that is known. */
const PATH_BYTES_MAX = 96;
const POINT = 46;
const SLOTS = 1024;

const HYPHEN = 45;
const UNDERSCORE = 95;

interface Bucket {
  readonly name: KeyName;
  readonly octets: Uint8Array;
  readonly next: Bucket | undefined;
}

const TRANSPARENT = TRANSPARENT_LEVELS.map((level) => encodeText(level));
const buckets = bucketsOf(KEY_NAMES);

/**
 * The path of keys to a value of a structured line, kept as bytes, and what it means. The names
 * that are known are fixed, so a table that an attacker could fill does not exist.
 */
export class KeyPath {
  /** Bytes of the path; beyond the maximum once it is too long to be known. */
  length = 0;
  readonly #path = new ByteBlock(new Uint8Array(PATH_BYTES_MAX));

  clear(): void {
    this.length = 0;
  }

  /** Goes down by the key [start, end): `request>uri` and `request.uri` are two levels as well. */
  push(octets: Uint8Array, start: number, end: number): void {
    let length = this.length;
    const path = this.#path.octets;
    if (length > 0 && length < PATH_BYTES_MAX) path[length++] = POINT;
    const from = length;
    for (let at = start; at < end; at++) {
      let octet = octets[at]!; // at < end
      if (octet === UNDERSCORE || octet === HYPHEN) continue;
      if (octet >= 65 && octet <= 90) octet |= 32;
      if (octet === 62) octet = POINT;
      if (length >= PATH_BYTES_MAX) {
        this.length = PATH_BYTES_MAX + 1;
        return;
      }
      path[length++] = octet;
    }
    this.length = from === 0 && this.#isTransparent(length) ? 0 : length;
  }

  /** What the path means, or undefined. */
  meaning(): KeyName | undefined {
    const { length } = this;
    if (length === 0 || length > PATH_BYTES_MAX) return undefined;
    const path = this.#path;
    let bucket = buckets[hashBytes(path, 0, length, 0) & (SLOTS - 1)];
    while (bucket !== undefined && !this.#is(bucket.octets, length)) bucket = bucket.next;
    return bucket?.name;
  }

  #isTransparent(length: number): boolean {
    for (const level of TRANSPARENT) if (this.#is(level, length)) return true;
    return false;
  }

  #is(octets: Uint8Array, length: number): boolean {
    if (octets.length !== length) return false;
    const path = this.#path.octets;
    for (let at = 0; at < length; at++) if (octets[at] !== path[at]) return false;
    return true;
  }
}

function bucketsOf(names: readonly KeyName[]): readonly (Bucket | undefined)[] {
  const table = new Array<Bucket | undefined>(SLOTS).fill(undefined);
  for (const name of names) {
    const octets = encodeText(name.key);
    const slot = hashBytes(new ByteBlock(octets), 0, octets.length, 0) & (SLOTS - 1);
    table[slot] = { name, octets, next: table[slot] };
  }
  return table;
}
