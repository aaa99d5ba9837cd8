import { expect } from 'chai';
import { ByteBlock, decodeText, encodeText } from '../../src/index.ts';
import { latin1 } from '../text-block.ts';

describe('ByteBlock', () => {
  it('gives the same bytes as octets and as words, also in a window on a larger buffer', () => {
    const buffer = Uint8Array.from({ length: 64 }, (_, at) => at * 3);
    const block = new ByteBlock(buffer.subarray(5, 25));
    expect(block.length).to.equal(20);
    expect(block.words.byteLength).to.equal(20);
    for (let at = 0; at + 4 <= block.length; at++) {
      const [a = 0, b = 0, c = 0, d = 0] = block.octets.subarray(at);
      expect(block.words.getUint32(at, true)).to.equal(a + b * 256 + c * 65_536 + d * 16_777_216);
    }
  });

  it('holds ASCII text', () => {
    expect(latin1(ByteBlock.ofAscii('(none)').octets)).to.equal('(none)');
    expect(ByteBlock.ofAscii('').length).to.equal(0);
  });
});

describe('decodeText and encodeText', () => {
  it('are UTF-8, with U+FFFD for what is not', () => {
    for (const text of ['', '/a', 'é', '\u{1f600}', '\u0000\u001b']) {
      expect(decodeText(encodeText(text))).to.equal(text);
    }
    expect(decodeText(Uint8Array.of(47, 0xff, 0xc3))).to.equal('/\ufffd\ufffd');
  });
});
