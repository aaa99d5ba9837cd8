import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

import { messageToWire, NO_KEYS, type RollupMessage, VisitorSketch } from '@hitwatch/domain';
import { expect } from 'chai';
import fc from 'fast-check';

import { decodeRollups, encodeRollups } from '../../src/index.ts';
import { isWholeValue } from '../../src/fleet/message-pack.ts';

const GOLDEN = new URL('golden/', import.meta.url);
const PYTHON = new URL('read-message.py', import.meta.url);

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

const FULL: RollupMessage = {
  ...{ agent: 'web-1', epoch: '2049-77@0', number: 70_000, revision: 5_000_000_000, config: 1 },
  ...{ watermark: 1_767_323_043, program: '1.2.3', sentMs: 1_767_323_045_120, bye: true },
  ...{ late: 1, future: 2, unparsed: 300, lostBytes: 70_000 },
  offsets: [{ source: '2049-77', offset: 5_000_000_000 }],
  rollups: [
    {
      ...{ second: 1_767_323_044, part: 0, hits: 3, bytes: 4_294_967_296 },
      statuses: [0, 1, 200, 1, 503, 1],
      methods: { ...NO_KEYS, keys: ascii('GET'), ...one(3, 0), total: 3 },
      sections: {
        ...{ keys: ascii('/a/b'), lengths: [2, 2], hits: [2, 1], bytes: [9, 4_294_967_287] },
        ...{ errors: [1, 0], over: [0, 0], total: 3, floor: 0, cut: 0 },
      },
      times: { bins: Float64Array.of(1, 0, 0, 2), min: 5, max: 8 },
      // Register 1 has rank 2, and register 300 rank 33.
      visitors: Uint8Array.of(0, 64 + 2, 0xa1, 0x95, 0x01),
    },
  ],
  clients: {
    second: 1_767_323_030,
    clients: { ...NO_KEYS, keys: ascii('10.0.0.1'), ...one(8, 8), lengths: [8], total: 9 },
  },
};

const QUIET: RollupMessage = {
  ...FULL,
  ...{ number: 1, revision: 0, bye: false, late: 0, future: 0, unparsed: 0, lostBytes: 0 },
  ...{ offsets: [], rollups: [], clients: undefined },
};

const GOLDEN_MESSAGES = { full: FULL, quiet: QUIET } as const;

function one(hits: number, bytes: number) {
  return { lengths: [3], hits: [hits], bytes: [bytes], errors: [0], over: [0] };
}

describe('messages of a fleet as bytes', () => {
  for (const [name, message] of Object.entries(GOLDEN_MESSAGES)) {
    const file = new URL(`${name}.msgpack`, GOLDEN);

    it(`${name}: are those in the tree, and are read back`, () => {
      const encoded = encodeRollups(message);
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, encoded);
      const golden = Uint8Array.from(readFileSync(file));
      expect(encoded).to.deep.equal(golden);
      expect(decodeRollups(golden)).to.deep.equal({ message });
    });

    it(`${name}: are read by another language`, function () {
      const python = spawnSync('python3', [PYTHON.pathname], { input: readFileSync(file) });
      if (python.error !== undefined) {
        console.log('      skipped: there is no python3');
        this.skip();
      }
      expect(python.stderr.toString()).to.equal('');
      const read = JSON.parse(python.stdout.toString()) as Record<string, unknown>;
      const hex = (_: string, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
      const wanted = JSON.parse(JSON.stringify(messageToWire(message), hex)) as typeof read;
      const rollups = (wanted['rs'] as Record<string, unknown>[]).map((rollup) => ({
        ...rollup,
        registers: { 1: 2, 300: 33 },
      }));
      expect(read).to.deep.equal({ ...wanted, rs: rollups });
    });
  }

  it('are refused if they are too large, garbage, or of another kind', () => {
    const refusal = (payload: Uint8Array) => {
      const reading = decodeRollups(payload);
      return 'refused' in reading ? reading.refused : undefined;
    };
    expect(refusal(new Uint8Array(10 * 1024 ** 2))).to.equal('too_large');
    expect(refusal(ascii('hello there'))).to.equal('garbage');
    expect(refusal(new Uint8Array(0))).to.equal('garbage');
    expect(refusal(ascii('{"v":1}'))).to.equal('garbage');
    expect(refusal(Uint8Array.of(0x81, 0xa1, 0x76, 2))).to.equal('newer_version');
    expect(refusal(Uint8Array.of(0x81, 0xa1, 0x76, 1))).to.equal('malformed');
    expect(refusal(Uint8Array.of(0x80))).to.equal('not_ours');
  });

  it('make no room for what they only announce', () => {
    for (const header of [0xdd, 0xdf, 0xdb, 0xc6]) {
      expect(isWholeValue(Uint8Array.of(header, 0xff, 0xff, 0xff, 0xff, 0))).to.equal(false);
      expect(isWholeValue(Uint8Array.of(header, 0x01, 0, 0, 0))).to.equal(false);
    }
    expect(isWholeValue(Uint8Array.from({ length: 1000 }, () => 0x91))).to.equal(false);
    expect(isWholeValue(Uint8Array.of(0xc7, 1, 0, 0))).to.equal(false);
  });

  it('never throw, whatever is changed in them', () => {
    const encoded = encodeRollups(FULL);
    const changes = fc.array(fc.tuple(fc.nat(encoded.length - 1), fc.nat(255)), { maxLength: 5 });
    fc.assert(
      fc.property(changes, fc.nat(encoded.length), (all, length) => {
        const copy = encoded.slice(0, length % 7 === 0 ? length : encoded.length);
        for (const [at, octet] of all) copy[at] = octet;
        const reading = decodeRollups(copy);
        if ('message' in reading) encodeRollups(reading.message);
        else expect(reading.detail).to.be.a('string');
      }),
      { numRuns: 5000 },
    );
  });

  it('have a sketch that a reader can count with', () => {
    const sketch = new VisitorSketch(0);
    sketch.mergeEncoded(FULL.rollups[0]?.visitors ?? new Uint8Array(0));
    expect(Math.round(sketch.estimate())).to.equal(2);
  });
});
