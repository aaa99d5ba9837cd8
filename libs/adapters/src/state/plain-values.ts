/** Members of an object that stand for what JSON cannot say. */
const ARRAY = '$array';
const UNSAYABLE = '$value';
const UNSAYABLES: ReadonlyMap<string, number | undefined> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['undefined', undefined],
]);
const ALIGNMENT = 8;

const ARRAYS = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array } as const;
type ArrayName = keyof typeof ARRAYS;
/** Where its bytes are, and how many numbers they are. */
type PlacedArray = readonly [name: ArrayName, at: number, length: number];
type NumberArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/**
 * Plain values as bytes: the length of a JSON text in four bytes, the text, and behind it the
 * number arrays that it names, as they stand in memory, each at a multiple of eight. There may be
 * arrays, objects, strings, booleans, undefined and any number.
 */
export function encodeValues(value: unknown): Uint8Array {
  const arrays: { readonly bytes: Uint8Array; readonly at: number }[] = [];
  let end = 0;
  const place = (array: NumberArray): number => {
    const at = end;
    const { buffer, byteOffset, byteLength } = array;
    arrays.push({ bytes: new Uint8Array(buffer, byteOffset, byteLength), at });
    end = aligned(at + byteLength);
    return at;
  };
  const text = new TextEncoder().encode(JSON.stringify(sayable(value, place)));
  const first = aligned(4 + text.length);
  const encoded = new Uint8Array(first + end);
  new DataView(encoded.buffer).setUint32(0, text.length, true);
  encoded.set(text, 4);
  for (const { bytes, at } of arrays) encoded.set(bytes, first + at);
  return encoded;
}

/** The other way. The bytes are known to be what `encodeValues` has made. */
export function decodeValues(bytes: Uint8Array): unknown {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(4, 4 + length));
  const arrays = bytes.subarray(aligned(4 + length));
  return revived(JSON.parse(text), arrays);
}

function revived(value: unknown, arrays: Uint8Array): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => revived(item, arrays));
  if (UNSAYABLE in value) return UNSAYABLES.get(String(value[UNSAYABLE]));
  if (ARRAY in value) {
    return arrayAt(arrays, value[ARRAY] as PlacedArray); // as `sayable` wrote it
  }
  const members = Object.entries(value).map(([key, member]) => [key, revived(member, arrays)]);
  return Object.fromEntries(members);
}

function arrayAt(arrays: Uint8Array, [name, at, length]: PlacedArray): NumberArray {
  const array = new ARRAYS[name](length);
  const { byteLength } = array;
  new Uint8Array(array.buffer).set(arrays.subarray(at, at + byteLength));
  return array;
}

function sayable(value: unknown, place: (array: NumberArray) => number): unknown {
  const name = String(value);
  if (UNSAYABLES.has(name) && typeof value !== 'string') return { [UNSAYABLE]: name };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => sayable(item, place));
  const found = Object.entries(ARRAYS).find(([, type]) => value instanceof type);
  if (found !== undefined) {
    const array = value as NumberArray; // it was found among them
    return { [ARRAY]: [found[0], place(array), array.length] };
  }
  const members = Object.entries(value).map(([key, member]) => [key, sayable(member, place)]);
  return Object.fromEntries(members);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
