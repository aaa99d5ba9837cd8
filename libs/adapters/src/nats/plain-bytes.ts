/** The same bytes as a plain array: a client may have them in a Buffer, or not. */
export function plainBytes(data: Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
