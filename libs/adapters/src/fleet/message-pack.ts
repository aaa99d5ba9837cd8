const DEPTH_MAX = 8;

/**
 * Whether bytes are one whole MessagePack value, without extensions, with texts for the keys of
 * maps, and no deeper than a message is.
 * A header of five bytes may announce four thousand million entries, and a decoder that makes room
 * for them has lost: so every entry is looked for before anything is decoded. Nothing is allocated
 * here, and no byte is looked at twice.
 */
export function isWholeValue(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return skip(view, 0, 0) === bytes.length;
}

/** Where the value at `at` ends; NaN if it does not, or is of a kind that messages do not have. */
function skip(view: DataView, at: number, depth: number): number {
  if (!(at < view.byteLength) || depth > DEPTH_MAX) return NaN;
  const octet = view.getUint8(at);
  if (octet <= 0x7f || octet >= 0xe0) return at + 1;
  if (octet <= 0x8f) return skipMap(view, at + 1, octet & 15, depth);
  if (octet <= 0x9f) return skipAll(view, at + 1, octet & 15, depth);
  if (octet <= 0xbf) return within(view, at + 1 + (octet & 31));
  switch (octet) {
    case 0xc0:
    case 0xc2:
    case 0xc3:
      return at + 1;
    case 0xcc:
    case 0xd0:
      return within(view, at + 2);
    case 0xcd:
    case 0xd1:
      return within(view, at + 3);
    case 0xce:
    case 0xd2:
    case 0xca:
      return within(view, at + 5);
    case 0xcf:
    case 0xd3:
    case 0xcb:
      return within(view, at + 9);
    case 0xc4:
    case 0xd9:
      return within(view, at + 2 + sized(view, at, 1));
    case 0xc5:
    case 0xda:
      return within(view, at + 3 + sized(view, at, 2));
    case 0xc6:
    case 0xdb:
      return within(view, at + 5 + sized(view, at, 4));
    case 0xdc:
      return skipAll(view, at + 3, sized(view, at, 2), depth);
    case 0xdd:
      return skipAll(view, at + 5, sized(view, at, 4), depth);
    case 0xde:
      return skipMap(view, at + 3, sized(view, at, 2), depth);
    case 0xdf:
      return skipMap(view, at + 5, sized(view, at, 4), depth);
    default:
      return NaN;
  }
}

function skipAll(view: DataView, from: number, count: number, depth: number): number {
  // Each entry takes a byte at least.
  if (!(count <= view.byteLength - from)) return NaN;
  let at = from;
  for (let entry = 0; entry < count && !Number.isNaN(at); entry++) at = skip(view, at, depth + 1);
  return at;
}

function skipMap(view: DataView, from: number, count: number, depth: number): number {
  if (!(2 * count <= view.byteLength - from)) return NaN;
  let at = from;
  for (let entry = 0; entry < count && !Number.isNaN(at); entry++) {
    const octet = at < view.byteLength ? view.getUint8(at) : 0;
    const isText = (octet >= 0xa0 && octet <= 0xbf) || octet === 0xd9;
    at = isText ? skip(view, skip(view, at, depth + 1), depth + 1) : NaN;
  }
  return at;
}

/** The number behind a header at `at`; NaN where it is cut off. */
function sized(view: DataView, at: number, bytes: 1 | 2 | 4): number {
  if (at + 1 + bytes > view.byteLength) return NaN;
  if (bytes === 1) return view.getUint8(at + 1);
  return bytes === 2 ? view.getUint16(at + 1) : view.getUint32(at + 1);
}

function within(view: DataView, end: number): number {
  return end <= view.byteLength ? end : NaN;
}
