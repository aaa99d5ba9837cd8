import { ByteBlock, encodeText } from '../src/index.ts';

export function textBlock(text: string): ByteBlock {
  return new ByteBlock(encodeText(text));
}

/** One byte a character, so that a test can write any bytes as a string and read them back. */
export function latin1Block(text: string): ByteBlock {
  return new ByteBlock(Buffer.from(text, 'latin1'));
}

export function latin1(octets: Uint8Array, start = 0, end = octets.length): string {
  return Buffer.from(octets.subarray(start, end)).toString('latin1');
}
