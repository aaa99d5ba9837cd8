import { binOf, type DDSketchState } from '../tables/dd-sketch.ts';
import { FLEET_LIMITS } from './fleet-limits.ts';
import type { KeyColumns } from './key-columns.ts';

/** A message of another shape than docs/fleet-wire.md has. Caught where messages are read. */
export class WireProblem extends Error {}

export type WireMap = Readonly<Record<string, unknown>>;

const BINS_MAX = 3072;

export function mapAt(value: unknown, name: string): WireMap {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap || value instanceof Uint8Array) throw new WireProblem(`${name} is no map`);
  return value as WireMap; // an object that is neither of the others
}

export function arrayAt(map: WireMap, name: string, lengthMax: number): readonly unknown[] {
  const value = map[name];
  if (!Array.isArray(value)) throw new WireProblem(`${name} is no array`);
  if (value.length > lengthMax) throw new WireProblem(`${name} is too long`);
  return value as readonly unknown[]; // of what, is looked at later
}

/** A whole number from 0 to 2^53 - 1. */
export function wholeAt(map: WireMap, name: string): number {
  return whole(map[name], name);
}

export function whole(value: unknown, name: string): number {
  const isWhole = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (!isWhole) throw new WireProblem(`${name} is no whole number`);
  return value;
}

export function wholesAt(map: WireMap, name: string, lengthMax: number): number[] {
  return arrayAt(map, name, lengthMax).map((value) => whole(value, name));
}

export function textAt(map: WireMap, name: string, lengthMax: number): string {
  return text(map[name], name, lengthMax);
}

export function text(value: unknown, name: string, lengthMax: number): string {
  const isText = typeof value === 'string' && value.length <= lengthMax;
  if (!isText) throw new WireProblem(`${name} is no text of ${lengthMax} or less`);
  return value;
}

export function flagAt(map: WireMap, name: string): boolean {
  const value = map[name] ?? false;
  if (typeof value !== 'boolean') throw new WireProblem(`${name} is neither true nor false`);
  return value;
}

export function bytesAt(map: WireMap, name: string, lengthMax: number): Uint8Array {
  const value = map[name];
  const isBytes = value instanceof Uint8Array && value.length <= lengthMax;
  if (!isBytes) throw new WireProblem(`${name} is no run of bytes`);
  return value;
}

export function columnsToWire(columns: KeyColumns): WireMap {
  const { keys, lengths, hits, bytes, errors, over, total, floor, cut } = columns;
  return { k: keys, l: lengths, h: hits, b: bytes, e: errors, o: over, t: total, f: floor, c: cut };
}

export function columnsFromWire(value: unknown, name: string, keysMax: number): KeyColumns {
  const map = mapAt(value, name);
  const lengths = wholesAt(map, 'l', keysMax);
  const keys = bytesAt(map, 'k', keysMax * FLEET_LIMITS.keyBytesMax);
  if (lengths.reduce((sum, length) => sum + length, 0) !== keys.length) {
    throw new WireProblem(`the lengths of ${name} are not those of its keys`);
  }
  if (lengths.some((length) => length > FLEET_LIMITS.keyBytesMax)) {
    throw new WireProblem(`a key of ${name} is too long`);
  }
  const column = (of: string) => {
    const values = wholesAt(map, of, keysMax);
    if (values.length !== lengths.length) throw new WireProblem(`${name} has a short column`);
    return values;
  };
  const columns = { hits: column('h'), bytes: column('b'), errors: column('e'), over: column('o') };
  const sums = { total: wholeAt(map, 't'), floor: wholeAt(map, 'f'), cut: wholeAt(map, 'c') };
  return { keys, lengths, ...columns, ...sums };
}

/** Bins as pairs: how many empty ones come before, and the values of the next one. */
export function timesToWire({ bins, min, max }: DDSketchState): WireMap {
  const pairs: number[] = [];
  let empty = 0;
  for (const values of bins) {
    if (values === 0) {
      empty++;
    } else {
      pairs.push(empty, values);
      empty = 0;
    }
  }
  return { mn: min, mx: max, bn: pairs };
}

export function timesFromWire(value: unknown): DDSketchState {
  const map = mapAt(value, 'la');
  const min = wholeAt(map, 'mn');
  const max = wholeAt(map, 'mx');
  const pairs = wholesAt(map, 'bn', 2 * BINS_MAX);
  if (min > max || pairs.length === 0 || pairs.length % 2 !== 0) {
    throw new WireProblem('la is no sketch');
  }
  const bins = new Float64Array(binOf(max) - binOf(min) + 1);
  let at = 0;
  pairs.forEach((number, index) => {
    if (index % 2 === 0) at += number;
    else if (at < bins.length && number > 0) bins[at++] = number;
    else throw new WireProblem('la has bins outside its range');
  });
  // The smallest and the largest value are in the first and the last bin.
  if (at !== bins.length || bins[0] === 0) throw new WireProblem('la has no bin for its range');
  return { bins, min, max };
}
