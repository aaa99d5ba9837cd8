import { PassThrough, Readable } from 'node:stream';
import { constants, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';

import type { ByteBlock } from '@hitwatch/domain';
import { expect } from 'chai';

import { EnvironmentFailure, readUnpacked } from '../../src/index.ts';
import { fixture, fixtureText } from './packed-lines.ts';

const TEXT = fixtureText();
const PIECE_BYTES = 64 * 1024;
const PACKED = [
  ['gzip', 'gz'],
  ['zstd', 'zst'],
  ['bzip2', 'bz2'],
] as const;

describe('readUnpacked', () => {
  it('gives what is not packed as it is', async () => {
    for (const text of ['', 'B', 'BZh9 is no bzip2', '\x1f\x8b', TEXT]) {
      for (const bytes of [1, 3, 100_000]) {
        const head = text.slice(0, 40);
        const read = await unpacked(Buffer.from(bytes < 100 ? head : text, 'latin1'), bytes);
        expect(read).to.deep.equal({ text: bytes < 100 ? head : text, damage: undefined });
      }
    }
  });

  for (const [packing, ending] of PACKED) {
    describe(packing, () => {
      const packed = fixture(`lines.log.${ending}`);
      const nothing = fixture(`empty.${ending}`);

      it('is unpacked, however its bytes come', async () => {
        for (const bytes of [13, 4096, 65_536, packed.length]) {
          const read = await unpacked(packed, bytes);
          expect(read.damage, `${bytes} bytes at a time`).to.equal(undefined);
          expect(read.text === TEXT, `${bytes} bytes at a time`).to.equal(true);
        }
      });

      it('may hold nothing', async () => {
        for (const bytes of [1, 100]) {
          expect(await unpacked(nothing, bytes)).to.deep.equal({ text: '', damage: undefined });
        }
      });

      it('may be several, one behind the other', async () => {
        const several = Buffer.concat([packed, nothing, packed, nothing]);
        for (const bytes of [11, 1000, packed.length, several.length]) {
          const read = await unpacked(several, bytes);
          expect(read.damage, `${bytes} bytes at a time`).to.equal(undefined);
          expect(read.text === TEXT + TEXT, `${bytes} bytes at a time`).to.equal(true);
        }
      });

      it('that ends early gives what could be read, wherever it ends', async () => {
        let shortest = TEXT.length;
        for (let length = packed.length - 1; length > 10; length -= 997) {
          const read = await unpacked(packed.subarray(0, length), 4096);
          expect(read.damage, `${length} bytes`).to.equal(`its ${packing} data ends early`);
          expect(TEXT.startsWith(read.text), `${length} bytes`).to.equal(true);
          expect(read.text.length, `${length} bytes`).to.be.at.most(shortest);
          shortest = read.text.length;
        }
        // All but the last piece of what a packing unpacks at once.
        const half = await unpacked(packed.subarray(0, packed.length - 8), 4096);
        expect(half.text.length).to.be.above(packing === 'gzip' ? TEXT.length - 1 : 100_000);
      });

      it('that is damaged gives what could be read, and never waits', async () => {
        for (let at = 0; at < 40; at++) {
          const damaged = Buffer.from(packed);
          const from = 200 + at * 1400;
          if (at % 2 === 0) damaged.fill(0, from, from + 1000);
          else damaged.subarray(from, from + 30).reverse();
          const { damage = 'its data is not checked' } = await unpacked(damaged, 4096);
          if (packing === 'zstd') expect(damage).to.match(/(damaged|early|not checked)$/);
          else expect(damage).to.match(/^its \w+ data (is damaged|ends early)$/);
        }
      });

      it('with something else behind it is given but for a piece', async () => {
        const read = await unpacked(Buffer.concat([packed, Buffer.from('no longer')]), 4096);
        expect(TEXT.startsWith(read.text)).to.equal(true);
        expect(read.text.length).to.be.above(TEXT.length - PIECE_BYTES);
      });
    });
  }

  it('loses no byte of a gzip that ends early', async () => {
    const packed = gzipSync('a line\n'.repeat(400) + TEXT.slice(0, 5000));
    for (let length = 11; length < packed.length; length += 13) {
      const cut = packed.subarray(0, length);
      const wanted = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
      expect(await unpacked(cut, 1 + (length % 900))).to.deep.equal({
        text: wanted,
        damage: 'its gzip data ends early',
      });
    }
  });

  it('loses no byte in front of the damage of a gzip that can be read again', async () => {
    const packed = fixture('lines.log.gz');
    for (const from of [3000, 20_000, packed.length - 8]) {
      const damaged = Buffer.from(packed);
      damaged.subarray(from, from + 4).fill(0xff);
      const wanted = readableOf(damaged);
      expect(wanted.length).to.be.above(from);
      for (const bytes of [700, 4096, 65_536]) {
        const read = await unpacked(damaged, bytes, true);
        expect(read.damage).to.equal('its gzip data is damaged');
        expect(read.text === wanted, `damaged at ${from}, ${bytes} bytes at a time`).to.equal(true);
      }
    }
  });

  it('says that a gzip is damaged whose checksum is wrong', async () => {
    const packed = Buffer.from(fixture('lines.log.gz'));
    packed.subarray(-8, -4).reverse();
    const { damage } = await unpacked(packed, 100);
    expect(damage).to.equal('its gzip data is damaged');
  });

  it('holds no more than a piece of what unpacks to very much', async () => {
    const zeros = Buffer.alloc(50_000_000);
    const header = gzipSync('').subarray(0, 10);
    let largest = 0;
    let bytes = 0;
    const bomb = Buffer.concat([header, deflateRawSync(zeros)]);
    await readUnpacked(Readable.from([bomb]), 'bomb.gz', (block) => {
      largest = Math.max(largest, block.length);
      bytes += block.length;
    });
    expect(bytes).to.equal(zeros.length);
    expect(largest).to.be.at.most(PIECE_BYTES);
  });

  it('rejects when the stream fails', async () => {
    const broken = new PassThrough();
    broken.write(fixture('lines.log.gz'));
    const reading = readUnpacked(broken, 'access.log.gz', () => undefined);
    broken.destroy(Object.assign(new Error('EIO'), { code: 'EIO' }));
    const error: unknown = await reading.catch((error: unknown) => error);
    expect(error).to.be.instanceOf(EnvironmentFailure);
    expect(error).to.have.property('message').that.includes('access.log.gz');
  });
});

/** What zlib can unpack of the longest beginning in which it finds no damage. */
function readableOf(packed: Buffer): string {
  const upTo = (length: number) =>
    gunzipSync(packed.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH });
  let [good, bad] = [0, packed.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    try {
      upTo(middle);
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return upTo(good).toString('latin1');
}

async function unpacked(packed: Buffer, bytes: number, isReadAgain = false) {
  const pieces: Buffer[] = [];
  let length = 0;
  const chunks: Buffer[] = [];
  for (let at = 0; at < packed.length; at += bytes) chunks.push(packed.subarray(at, at + bytes));
  const open = () => Readable.from(chunks);
  const take = (block: ByteBlock, offset: number) => {
    expect(offset).to.equal(length);
    length += block.length;
    pieces.push(Buffer.from(block.octets));
  };
  const again = isReadAgain ? open : undefined;
  const damage = await readUnpacked(open(), 'access.log', take, again);
  return { text: Buffer.concat(pieces).toString('latin1'), damage };
}
