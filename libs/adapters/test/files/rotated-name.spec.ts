import { expect } from 'chai';
import fc from 'fast-check';

import { compareInTime, rotatedName } from '../../src/index.ts';

describe('rotatedName', () => {
  const names: readonly (readonly [
    name: string,
    live: string,
    stamp?: string | undefined,
    age?: number,
  ])[] = [
    ['access.log', 'access.log'],
    ['access.log.1', 'access.log', undefined, 1],
    ['access.log.12.gz', 'access.log', undefined, 12],
    ['access.2.log', 'access.log', undefined, 2],
    ['access.log.gz', 'access.log'],
    ['access.log-20261101', 'access.log', '20261101'],
    ['access.log-20261101.gz', 'access.log', '20261101'],
    ['access.log-2026110113.zst', 'access.log', '2026110113'],
    ['access.log.2026-11-01', 'access.log', '20261101'],
    ['access-20261101.log', 'access.log', '20261101'],
    ['access_2026-11-01T13.log.bz2', 'access.log', '2026110113'],
    ['access.log-1761998400', 'access.log', '1761998400'],
    ['site-2.example.org.access.log', 'site-2.example.org.access.log'],
    ['1', '1'],
    ['', ''],
  ];
  for (const [name, live, stamp, age] of names) {
    it(`${name || 'no name'} is of the set of ${live || 'none'}`, () => {
      expect(rotatedName(name)).to.deep.equal({ live, stamp, age });
    });
  }

  it('takes no longer for a name that is made up to take long', () => {
    for (const part of ['1', '-1', '1.', '2026-11-', '.gz', 'a.1', '\n']) {
      rotatedName(part.repeat(255).slice(0, 255));
      rotatedName(`a-20261101${part.repeat(255)}!`);
    }
  }).timeout(2000);
});

describe('compareInTime', () => {
  it('puts the oldest of a set first, and the live one last', () => {
    const numbered = ['access.log.10.gz', 'access.log.2.gz', 'access.log.1', 'access.log'];
    const dated = ['b.log-20261031.gz', 'b.log-20261101.gz', 'b.log-20261102', 'b.log'];
    const days = ['c.2026-10-31.log', 'c.2026-11-01.log', 'c.2026-11-02.log'];
    const all = [...numbered, ...dated, ...days];
    expect([...all].reverse().sort(compareInTime)).to.deep.equal(all);
  });

  it('is an order', () => {
    const part = fc.constantFrom('a', 'b', '.log', '.1', '.22', '-20261101', '.gz', '2026-11-02.');
    const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(compareInTime(a, b))).to.equal(-Math.sign(compareInTime(b, a)) + 0);
        expect(compareInTime(a, b) === 0).to.equal(a === b);
        if (compareInTime(a, b) < 0 && compareInTime(b, c) < 0) {
          expect(compareInTime(a, c)).to.be.below(0);
        }
      }),
    );
  });
});
