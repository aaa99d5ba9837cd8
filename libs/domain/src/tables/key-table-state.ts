export interface KeyTableLimits {
  /** Keys that are held; from then on the one with the fewest hits makes room. */
  readonly keysMax: number;
  /** Bytes of a key that are told apart; longer ones are cut and fall together. */
  readonly keyBytesMax: number;
}

/** Keys in the order of their ids. */
export interface KeyIndexState {
  /** The bytes of all keys, and bytes between them that are of none. */
  readonly keys: Uint8Array;
  /** `SPAN` numbers for each key: where it begins, its length, and one of no meaning here. */
  readonly spans: Uint32Array;
  /** `hashBytes` of each key with the seed; not in what comes from elsewhere or is older. */
  readonly hashes?: Int32Array | undefined;
  readonly seed?: number | undefined;
}

/** A table as arrays. */
export interface KeyTableState extends KeyIndexState {
  /** Hits, bytes, errors and overcount of each key, one after the other. */
  readonly cells: Float64Array;
  readonly total: number;
  readonly floor: number;
  readonly cut: number;
}

/** The memory of an array that is not needed any more, or new memory where that is too small. */
export function fitting(spent: ArrayBufferView | undefined, bytes: number): ArrayBuffer {
  const memory = spent?.buffer;
  if (memory instanceof ArrayBuffer && memory.byteLength >= bytes) return memory;
  return new ArrayBuffer(bytes + (bytes >> 3));
}
