import { expect } from 'chai';

import { headerOf, section, sectionsOf, UnusableState } from '../../src/state/sections.ts';

describe('sections of a state file', () => {
  const sections = [
    section('one', new TextEncoder().encode('some text')),
    section('empty', new Uint8Array(0)),
    section(
      'twelve-bytes',
      Uint8Array.from({ length: 300 }, (_, at) => at % 256),
    ),
  ];
  const file = Buffer.concat([headerOf(sections), ...sections.map(({ bytes }) => bytes)]);

  it('come back as they were', () => {
    const found = [...sectionsOf(file)].map(([name, bytes]) => [name, Buffer.from(bytes)]);
    expect(found).to.deep.equal(sections.map(({ name, bytes }) => [name, Buffer.from(bytes)]));
  });

  it('are refused with any single bit of the file flipped', () => {
    for (let bit = 0; bit < file.length * 8; bit++) {
      const flipped = Buffer.from(file);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => sectionsOf(flipped), `bit ${bit}`).to.throw(UnusableState);
    }
  });

  it('are refused wherever the file is cut off, and with anything behind them', () => {
    for (let length = 0; length < file.length; length++) {
      expect(() => sectionsOf(file.subarray(0, length)), `${length}`).to.throw(UnusableState);
    }
    expect(() => sectionsOf(Buffer.concat([file, Buffer.from([0])]))).to.throw(UnusableState);
  });

  it('are as docs/state.md has them', () => {
    const small = section('ab', Uint8Array.of(1, 2, 3));
    const header = Buffer.from(headerOf([small]));
    expect(header).to.have.length(48);
    expect(header.subarray(0, 8).toString()).to.equal('hitwatch');
    expect(header.readUInt32LE(8), 'version').to.equal(1);
    expect(header.readUInt32LE(16), 'sections').to.equal(1);
    expect(header.subarray(20, 32).toString()).to.equal('ab'.padEnd(12, '\0'));
    expect(header.readDoubleLE(32), 'length').to.equal(3);
    expect(header.readUInt32LE(40), 'CRC-32 of 01 02 03').to.equal(0x55bc801d);
  });
});
