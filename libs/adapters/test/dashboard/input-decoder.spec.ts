import { expect } from 'chai';
import fc from 'fast-check';

import { InputDecoder } from '../../src/dashboard/terminal/input-decoder.ts';
import type { InputEvent } from '../../src/dashboard/view/reduce.ts';

function decoded(...reads: readonly string[]): InputEvent[] {
  const decoder = new InputDecoder();
  const events = reads.flatMap((read) => decoder.push(Buffer.from(read)));
  return [...events, ...decoder.settle()];
}

function keys(...reads: readonly string[]): string[] {
  return decoded(...reads).map((event) => (event.kind === 'key' ? event.key : event.kind));
}

const PIECES: readonly (readonly [string, readonly string[]])[] = [
  ['q', ['q']],
  ['é', ['é']],
  ['漢', ['漢']],
  ['🦉', ['🦉']],
  ['\r', ['enter']],
  ['\t', ['tab']],
  ['\x7f', ['backspace']],
  ['\x03', ['ctrl-c']],
  ['\x1b[A', ['up']],
  ['\x1bOB', ['down']],
  ['\x1b[5~', ['pageup']],
  ['\x1b[6;5~', ['pagedown']],
  ['\x1b[1;2C', ['right']],
  ['\x1b[Z', ['shift-tab']],
  ['\x1b[200~q\rrm -rf\x1b[201~', ['paste']],
  ['\x1b[<0;10;5M', ['mouse']],
  ['\x1b[?62;22c', []],
  ['\x1b[24~', []],
  ['\x1bx', ['escape', 'x']],
];

describe('InputDecoder', () => {
  for (const [bytes, expected] of PIECES) {
    it(`reads ${JSON.stringify(bytes)} as ${expected.join(' ') || 'nothing'}`, () => {
      expect(keys(bytes)).to.deep.equal(expected);
    });
  }

  it('reads the same wherever the bytes are cut', () => {
    const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 });
    const property = fc.property(pieces, fc.array(fc.nat(60)), (chosen, cuts) => {
      const bytes = Buffer.from(chosen.map(([text]) => text).join(''));
      const decoder = new InputDecoder();
      const events: InputEvent[] = [];
      let from = 0;
      for (const cut of [...new Set(cuts)].sort((a, b) => a - b)) {
        if (cut <= from || cut >= bytes.length) continue;
        events.push(...decoder.push(bytes.subarray(from, cut)));
        from = cut;
      }
      events.push(...decoder.push(bytes.subarray(from)), ...decoder.settle());
      const names = events.map((event) => (event.kind === 'key' ? event.key : event.kind));
      expect(names).to.deep.equal(chosen.flatMap(([, expected]) => expected));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('never throws and holds little, whatever it reads', () => {
    const property = fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (reads) => {
      const decoder = new InputDecoder();
      for (const read of reads) {
        for (const event of decoder.push(read)) {
          if (event.kind === 'paste') expect(event.text.length).to.be.at.most(4096);
        }
      }
      decoder.settle();
      expect(decoder.isWaiting).to.be.false;
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('waits with a lone Esc, which may be the beginning of a sequence', () => {
    const decoder = new InputDecoder();
    expect(decoder.push(Buffer.from('\x1b'))).to.deep.equal([]);
    expect(decoder.isWaiting).to.be.true;
    expect(decoder.settle()).to.deep.equal([{ kind: 'key', key: 'escape' }]);
    expect(keys('\x1b', '[A')).to.deep.equal(['up']);
    expect(keys('\x1b\x1b')).to.deep.equal(['escape', 'escape']);
  });

  it('says where the mouse is, counted from 0', () => {
    expect(decoded('\x1b[<0;10;5M\x1b[<64;1;1M')).to.deep.equal([
      { kind: 'mouse', action: 'press', column: 9, row: 4 },
      { kind: 'mouse', action: 'wheel-up', column: 0, row: 0 },
    ]);
  });

  it('keeps what is pasted apart, its end cut in two as well', () => {
    expect(decoded('\x1b[200~status', '=500\x1b[20', '1~j')).to.deep.equal([
      { kind: 'paste', text: 'status=500' },
      { kind: 'key', key: 'j' },
    ]);
  });
});
