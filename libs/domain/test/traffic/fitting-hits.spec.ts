import { expect } from 'chai';
import fc from 'fast-check';
import { FittingHits, hitPredicate, type LineScanner, parseCondition } from '../../src/index.ts';
import { ObservedScanner, Rollup } from '../../src/index.ts';
import { kernelScanner, plainScanner } from '../scanners.ts';
import { latin1, textBlock } from '../text-block.ts';
import { accesses, accessLine } from './access-lines.ts';

const SEED = 3;
const CONDITIONS = [
  'status>=500',
  'not status=200',
  'section=/s1 or section=/__proto__',
  'client=10.0.0.0/28',
  'agent=""',
];

/** The predicate is known to be right: its own tests say so. */
function predicateOf(text: string) {
  const read = parseCondition(text);
  if ('problem' in read) throw new Error(read.problem.message);
  return hitPredicate(read.condition);
}

function scanned(scanner: LineScanner, lines: readonly string[], into: Rollup): Rollup {
  const block = textBlock(lines.map((line) => `${line}\n`).join(''));
  for (let at = 0; at < block.length;) {
    at = scanner.scan(block, at, block.length);
    into.add(scanner.batch, scanner.batch.size);
  }
  return into;
}

describe('FittingHits', () => {
  for (const scannerOf of [plainScanner, kernelScanner]) {
    it(`counts what fits as if nothing else were there (${scannerOf.name})`, () => {
      const property = fc.property(accesses, fc.constantFrom(...CONDITIONS), (many, text) => {
        const fits = predicateOf(text);
        const lines = many.map((access) => accessLine(access));
        const alone = lines.filter((line) => {
          const scanner = plainScanner(SEED);
          const block = textBlock(line);
          scanner.scan(block, 0, block.length);
          return fits(scanner.batch, 0, '');
        });
        const fitting = new Rollup({ seed: SEED });
        const kept: string[] = [];
        const hits = new FittingHits(fits);
        const observed = new ObservedScanner(scannerOf(SEED), (batch) =>
          hits.count(batch, '', fitting, (line) => kept.push(latin1(line)), 1000),
        );
        const whole = scanned(observed, lines, new Rollup({ seed: SEED }));
        const expected = scanned(plainScanner(SEED), alone, new Rollup({ seed: SEED }));
        expect(fitting.snapshot(0)).to.deep.equal(expected.snapshot(0));
        expect(kept).to.deep.equal(alone);
        // And the batch is as it was for whoever counts all of it.
        const all = scanned(plainScanner(SEED), lines, new Rollup({ seed: SEED }));
        expect(whole.snapshot(0)).to.deep.equal(all.snapshot(0));
      });
      fc.assert(property, { numRuns: 60 });
    });
  }

  it('tells of the last lines that fit only as many as are asked for, in order', () => {
    const lines = [1, 2, 3, 4, 5].map((at) => accessLine({ request: `GET /${at} HTTP/1.1` }));
    const scanner = plainScanner(SEED);
    const block = textBlock(lines.map((line) => `${line}\n`).join(''));
    scanner.scan(block, 0, block.length);
    const kept: string[] = [];
    const into = new Rollup({ seed: SEED });
    const count = new FittingHits(predicateOf('url!=/4')).count(
      ...([scanner.batch, '', into] as const),
      (line) => kept.push(latin1(line)),
      2,
    );
    expect(count).to.equal(4);
    expect(kept).to.deep.equal([lines[2], lines[4]]);
  });
});
