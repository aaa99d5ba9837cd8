import { CELLS } from '../tables/hit-cells.ts';
import type { KeyTableState } from '../tables/key-table-state.ts';
import { LENGTH, SPAN } from '../tables/key-pool.ts';

/** A table of keys as columns, each with one entry for a key. */
export interface KeyColumns {
  /** The bytes of all keys, one behind the other. */
  readonly keys: Uint8Array;
  readonly lengths: readonly number[];
  /** At least the true number, at most that of `over` above it. */
  readonly hits: readonly number[];
  readonly bytes: readonly number[];
  readonly errors: readonly number[];
  readonly over: readonly number[];
  /** Hits of all keys, held or not. */
  readonly total: number;
  /** The most hits that a key can have without being held; 0 while the table is exact. */
  readonly floor: number;
  /** Hits whose key was cut. */
  readonly cut: number;
}

export const NO_KEYS: KeyColumns = {
  keys: new Uint8Array(0),
  lengths: [],
  hits: [],
  bytes: [],
  errors: [],
  over: [],
  total: 0,
  floor: 0,
  cut: 0,
};

/**
 * The `top` keys of a table, hits descending and then as they came, or all for Infinity. What is
 * left out raises the floor, so that the bounds of Space-Saving hold for what is sent.
 */
export function columnsOf(state: KeyTableState, top = Infinity): KeyColumns {
  const { spans, cells, total, cut } = state;
  const size = spans.length / SPAN;
  const ids = Array.from({ length: size }, (_, id) => id);
  // Of cells and spans each id has its places, here and below.
  if (size > top) ids.sort((a, b) => cells[CELLS * b]! - cells[CELLS * a]! || a - b);
  const leftOut = ids[top];
  const floor = leftOut === undefined ? state.floor : cells[CELLS * leftOut]!;
  if (size > top) ids.length = top;
  const lengths = ids.map((id) => spans[SPAN * id + LENGTH]!);
  const keys = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const id of ids) {
    const start = spans[SPAN * id]!;
    const key = state.keys.subarray(start, start + spans[SPAN * id + LENGTH]!);
    keys.set(key, at);
    at += key.length;
  }
  const column = (place: number) => ids.map((id) => cells[CELLS * id + place]!);
  return {
    keys,
    lengths,
    hits: column(0),
    bytes: column(1),
    errors: column(2),
    over: column(3),
    total,
    floor: Math.max(floor, state.floor),
    cut,
  };
}

/** The table of columns, as one that can be merged. */
export function tableStateOf(columns: KeyColumns): KeyTableState {
  const { lengths, hits, bytes, errors, over, total, floor, cut } = columns;
  const spans = new Uint32Array(lengths.length * SPAN);
  const cells = new Float64Array(lengths.length * CELLS);
  let start = 0;
  lengths.forEach((length, id) => {
    spans[SPAN * id] = start;
    spans[SPAN * id + LENGTH] = length;
    start += length;
    cells[CELLS * id] = hits[id]!; // columns are of one length
    cells[CELLS * id + 1] = bytes[id]!;
    cells[CELLS * id + 2] = errors[id]!;
    cells[CELLS * id + 3] = over[id]!;
  });
  return { keys: columns.keys, spans, cells, total, floor, cut };
}
