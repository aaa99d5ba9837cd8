import type { BacktestAlert } from '@hitwatch/adapters';
import { alertRule, highTrafficRule, type RuleTransition } from '@hitwatch/domain';
import { expect } from 'chai';

import { planEvidence } from '../src/backtest/plan-evidence.ts';
import { strongest } from '../src/backtest/strongest.ts';
import type { PlannedPart } from '../src/report/plan.ts';
import { hits } from './access-line.ts';
import { Scratch } from './scratch.ts';

const MIB = 1024 * 1024;
const rule = highTrafficRule(10, 60);

function part(path: string, start: number, end: number, isPacked: boolean): PlannedPart {
  return { path, start, end, isPacked, modified: 0, bytes: end - start };
}

/** Stretches of a MiB with a hundred seconds each, from second 0 and byte `offset` on. */
function stretches(count: number, offset: number, second: number) {
  return Array.from({ length: count }, (_, at) => {
    const first = second + 100 * at;
    return { offset: offset + at * MIB + 7, first, last: first + 99 };
  });
}

function planned(path: string, second: number, isPacked = false) {
  const read = [
    { part: part(path, 0, 4 * MIB, isPacked), stretches: stretches(4, 0, 0) },
    { part: part(path, 4 * MIB, 8 * MIB, isPacked), stretches: stretches(4, 4 * MIB, 400) },
  ];
  return planEvidence(read, [{ rule, group: undefined, second }], {});
}

describe('planEvidence', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  function rangesFor(second: number, isPacked = false) {
    const path = scratch.file('access.log', hits(3, 0));
    return planned(path, second, isPacked).map(({ start, end }) => [start, end]);
  }

  it('reads from line to line what has seconds of the two windows, and nothing else', () => {
    // (30, 150] is in the first two stretches, and a part begins where it begins.
    expect(rangesFor(150)).to.deep.equal([[0, 2 * MIB + 7]]);
    expect(rangesFor(290)).to.deep.equal([[MIB + 7, 3 * MIB + 7]]);
    // Two parts stay two ranges.
    expect(rangesFor(450)).to.deep.equal([
      [3 * MIB + 7, 4 * MIB],
      [4 * MIB, 5 * MIB + 7],
    ]);
    expect(rangesFor(5000)).to.deep.equal([]);
  });

  it('reads packed files as a whole, and only those that have the time', () => {
    expect(rangesFor(150, true)).to.deep.equal([[0, 4 * MIB]]);
    expect(rangesFor(450, true)).to.have.length(2);
    expect(rangesFor(5000, true)).to.deep.equal([]);
  });
});

describe('strongest', () => {
  function alert(second: number, peakValue: number, changes: Partial<RuleTransition> = {}) {
    const kind = 'triggered';
    const transition = { kind, second, startSecond: second, peakValue, ...changes };
    return { rule, transition } as unknown as BacktestAlert; // what is looked at of one
  }
  const seconds = (alerts: readonly BacktestAlert[]) =>
    alerts.map(({ transition }) => transition.second);

  it('keeps those with the worst value, also of one that came later, in the order of time', () => {
    const alerts = [alert(1, 11), alert(2, 30), alert(3, 12), alert(4, 13)];
    const ended = alert(9, 99, { kind: 'recovered', startSecond: 1 });
    expect(seconds(strongest([...alerts, ended], 2))).to.deep.equal([1, 2]);
    expect(seconds(strongest([...alerts, ended], 3))).to.deep.equal([1, 2, 4]);
    expect(seconds(strongest([...alerts, ended], 9))).to.deep.equal([1, 2, 3, 4]);
  });

  it('of equally strong ones keeps the latest', () => {
    expect(seconds(strongest([alert(1, 11), alert(2, 11), alert(3, 11)], 1))).to.deep.equal([3]);
  });

  it('knows that less is worse of some rules', () => {
    const low = alertRule({ ...rule, comparison: 'below' });
    const alerts = [alert(1, 9), alert(2, 1), alert(3, 5)].map((one) => ({ ...one, rule: low }));
    expect(seconds(strongest(alerts, 1))).to.deep.equal([2]);
  });
});
