import { encodeText } from '../bytes/text.ts';
import { CACHE_STATUSES } from '../formats/clf-tail.ts';
import { Field } from '../formats/field.ts';
import { KeyPath } from '../formats/key-lookup.ts';

// As assembly/tail.ts has them.
const KEY_BYTES = 32;
const MEANING = 4;
const NAME = 8;

/** Keys that people use in definitions, of 24 bytes at most. The kernel knows no others. */
export const TAIL_KEYS: readonly string[] = [
  ...'rt uct uht urt ut ul us ua cs gz xff cache scheme ratio gzip_ratio req_id request_id'.split(
    ' ',
  ),
  ...'request_time request_length ssl_protocol upstream_cache_status upstream_addr'.split(' '),
  ...'upstream_response_time upstream_connect_time upstream_header_time'.split(' '),
  ...'upstream_status'.split(' '),
];

/** What the kernel does with the value of a key; what it cannot do it leaves alone. */
const MEANINGS: ReadonlyMap<number, number> = new Map([
  [Field.responseSeconds, 1],
  [Field.upstreamSeconds, 2],
  [Field.requestBytes, 3],
  [Field.cache, 4],
  [Field.tls, 5],
  [Field.scheme, 6],
  [Field.forwarded, 7],
]);
const CACHE_STATUS = 8;

/** The table of keys for the kernel, of what the plain parser takes each for. */
export function tailKeys(): Uint8Array {
  const names = [...TAIL_KEYS, ...CACHE_STATUSES].map((name) => encodeText(name));
  const octets = new Uint8Array(names.length * KEY_BYTES);
  const words = new DataView(octets.buffer);
  for (const [index, name] of names.entries()) {
    const at = index * KEY_BYTES;
    words.setInt32(at, name.length, true);
    const isKey = index < TAIL_KEYS.length;
    words.setInt32(at + MEANING, isKey ? meaningOf(name) : CACHE_STATUS, true);
    octets.set(name, at + NAME);
  }
  return octets;
}

function meaningOf(key: Uint8Array): number {
  const path = new KeyPath();
  path.push(key, 0, key.length);
  return MEANINGS.get(path.meaning()?.field ?? Field.ignored) ?? 0;
}
