import { expect } from 'chai';
import fc from 'fast-check';
import { LineCounts, REASON_TEXT, UNPARSED_REASONS } from '../../src/index.ts';

const counts = fc
  .record({
    counted: fc.nat(1000),
    filtered: fc.nat(1000),
    late: fc.nat(1000),
    future: fc.nat(1000),
    unparsed: fc.array(fc.integer({ min: 1, max: UNPARSED_REASONS.length - 1 }), { maxLength: 30 }),
  })
  .map(({ unparsed, ...fields }) => () => {
    const made = Object.assign(new LineCounts(), fields);
    for (const reason of unparsed) made.addUnparsed(reason);
    return made;
  });

function merged(...parts: LineCounts[]) {
  const whole = new LineCounts();
  for (const part of parts) whole.merge(part);
  return whole.snapshot();
}

describe('LineCounts', () => {
  it('is all zeros and names no reason at first', () => {
    expect(new LineCounts().snapshot()).to.deep.equal({
      read: 0,
      counted: 0,
      filtered: 0,
      unparsed: 0,
      late: 0,
      future: 0,
      reasons: {},
    });
  });

  it('breaks the unparsed lines down by the reasons that occurred', () => {
    const lines = new LineCounts();
    lines.counted = 5;
    lines.filtered = 2;
    for (const reason of ['empty', 'bad_time', 'empty'] as const) {
      lines.addUnparsed(UNPARSED_REASONS.indexOf(reason));
    }
    expect(lines.snapshot()).to.deep.include({
      read: 10,
      unparsed: 3,
      reasons: { empty: 2, bad_time: 1 },
    });
  });

  it('adds up: read = counted + filtered + unparsed, and unparsed = the sum of its reasons', () => {
    const property = fc.property(counts, counts, (a, b) => {
      const { read, counted, filtered, unparsed, reasons } = merged(a(), b());
      expect(read).to.equal(counted + filtered + unparsed);
      expect(Object.values(reasons).reduce((sum, lines) => sum + lines, 0)).to.equal(unparsed);
    });
    fc.assert(property);
  });

  it('merges in any order and grouping, with nothing as identity', () => {
    const property = fc.property(counts, counts, counts, (a, b, c) => {
      const all = merged(a(), b(), c());
      const right = b();
      right.merge(c());
      expect(merged(c(), a(), b())).to.deep.equal(all);
      expect(merged(a(), right)).to.deep.equal(all);
      expect(merged(a(), new LineCounts())).to.deep.equal(a().snapshot());
    });
    fc.assert(property);
  });

  it('is empty after clear', () => {
    const property = fc.property(counts, (a) => {
      const lines = a();
      lines.clear();
      expect(lines.snapshot()).to.deep.equal(new LineCounts().snapshot());
    });
    fc.assert(property);
  });

  it('has a sentence for every reason', () => {
    const [parsed, ...reasons] = UNPARSED_REASONS;
    expect(parsed).to.equal('parsed');
    expect(REASON_TEXT).to.have.all.keys(...reasons);
  });
});
