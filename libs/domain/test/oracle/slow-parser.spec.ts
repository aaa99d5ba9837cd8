import { expect } from 'chai';
import fc from 'fast-check';
import { slowParse } from '../../src/oracle/oracle.ts';
import { SlowRecords } from '../../src/oracle/slow-records.ts';

const HEAD = '10.0.0.1 - - [01/May/2024:12:00:00 +0000] ';
const MIB = 1 << 20;

describe('slowParse, of a line as long as lines may be', () => {
  // What a step back for each character would make of them takes days, not seconds.
  const hostile: readonly (readonly [string, string])[] = [
    ['blanks in the request', `${HEAD}"GET /${' '.repeat(MIB)}x" 200 5`],
    ['blanks before the time', `10.0.0.1 - a${' '.repeat(MIB)}b ${HEAD}"GET / HTTP/1.1" 200 5`],
    ['blanks behind the request', `${HEAD}"GET / HTTP/1.1"${' '.repeat(MIB)}x`],
    ['quotes', `${HEAD}${'"'.repeat(MIB / 2)}`],
    ['quotes and blanks', `${HEAD}${'" '.repeat(MIB / 4)}`],
    ['words behind the size', `${HEAD}"GET / HTTP/1.1" 200 5 ${'x '.repeat(MIB / 2)}`],
    ['an open agent', `${HEAD}"GET / HTTP/1.1" 200 5 "-" "${'a"'.repeat(MIB / 2)}`],
    ['backslashes', `${HEAD}"GET / HTTP/1.1" 200 5 "${'\\'.repeat(MIB)}`],
    ['protocols', `${HEAD}"GET /${' HTTP/'.repeat(MIB / 8)} x" 200 5`],
    ['brackets', '['.repeat(MIB)],
    ['times', HEAD.repeat(MIB / 64)],
  ];
  for (const [what, line] of hostile) {
    it(`ends soon: ${what}`, () => {
      expect(slowParse(line)).to.be.an('object');
    });
  }
});

describe('SlowRecords', () => {
  it('gives the records of a stream, however its pieces are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r'), maxLength: 60 });
    const property = fc.property(text, fc.integer({ min: 1, max: 9 }), (stream, pieceBytes) => {
      const found: string[] = [];
      const records = new SlowRecords(
        5,
        (octets, start, end) => found.push(Buffer.from(octets.subarray(start, end)).toString()),
        () => found.push('too long'),
      );
      const octets = Buffer.from(stream);
      for (let at = 0; at < octets.length; at += pieceBytes) {
        records.push(octets.subarray(at, at + pieceBytes));
      }
      records.finish();
      const expected = stream.split('\n');
      if (expected.at(-1) === '') expected.pop();
      expect(found).to.deep.equal(
        expected.map((line) => (line.length > 5 ? 'too long' : line.replace(/\r$/, ''))),
      );
    });
    fc.assert(property, { numRuns: 500 });
  });
});
