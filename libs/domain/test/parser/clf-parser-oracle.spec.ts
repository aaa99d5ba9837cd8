import { expect } from 'chai';
import fc from 'fast-check';
import { ClfParser } from '../../src/index.ts';
import { latin1Block } from '../text-block.ts';
import { anyBytes, damagedLines, generatedLines, REAL_LINES } from './log-lines.ts';
import { readLine } from './reading.ts';
import { slowParse } from '../../src/oracle/slow-parser.ts';

describe('ClfParser, held to a slow parser', () => {
  // One parser for all lines: what it remembers of a line must not show in the next one.
  const parser = new ClfParser();

  const agree = (line: string) => {
    expect(readLine(parser, latin1Block(line))).to.deep.equal(slowParse(line));
  };

  it('agrees on real lines', () => {
    for (const line of REAL_LINES) agree(line);
  });

  it('agrees on generated lines', () => {
    fc.assert(fc.property(generatedLines, agree), { numRuns: 6000 });
  });

  it('agrees on real lines with bytes flipped, lost, inserted or repeated', () => {
    fc.assert(fc.property(damagedLines, agree), { numRuns: 6000 });
  });

  it('agrees on random bytes', () => {
    fc.assert(fc.property(anyBytes, agree), { numRuns: 1500 });
  });

  it('agrees on every beginning and every end of a line', () => {
    for (const line of REAL_LINES.slice(-12)) {
      for (let at = 0; at <= line.length; at++) {
        agree(line.slice(0, at));
        agree(line.slice(at));
      }
    }
  });

  it('meets enough good and bad lines of each kind for this to mean something', () => {
    const seen = new Map<string, number>();
    const lines = fc.sample(fc.oneof(generatedLines, damagedLines), { numRuns: 4000, seed: 7 });
    for (const line of lines) {
      const reading = slowParse(line);
      const kinds =
        'reason' in reading
          ? [reading.reason]
          : ['parsed', `target ${reading.kind}`, ...(reading.vhost === '' ? [] : ['vhost'])];
      for (const kind of kinds) seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
    const least = { parsed: 1000, vhost: 100, bad_status: 50, bad_bytes: 50, no_request: 5 };
    for (const [kind, count] of Object.entries(least)) {
      expect(seen.get(kind) ?? 0, kind).to.be.at.least(count);
    }
    for (const kind of ['no_time', 'bad_time', 'no_host', 'target absolute', 'target bareOrigin']) {
      expect(seen.get(kind) ?? 0, kind).to.be.at.least(10);
    }
  });
});
