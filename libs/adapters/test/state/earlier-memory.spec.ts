import { EventClock, highTrafficRule, LiveAlerts } from '@hitwatch/domain';
import { exampleState } from '@hitwatch/testing';
import { expect } from 'chai';

import { decodeState } from '../../src/index.ts';
import { encodeValues } from '../../src/state/plain-values.ts';
import { headerOf, section } from '../../src/state/sections.ts';

const OPEN = 1_767_323_046;

/** A state file as the version that knew high traffic only has written it. */
function earlierFile(state: 'normal' | 'high', hits: number): Uint8Array {
  const { interval, total, ...memory } = exampleState();
  const buckets = new Float64Array(120).fill(hits);
  const rule = { threshold: 10, windowSeconds: 120 };
  const history = [
    { rule: 'high-traffic', state: 'triggered', second: OPEN - 60, hits: 1201, ...rule },
  ];
  const alerts = { state, open: OPEN, window: { newest: OPEN, buckets } };
  const sections = [
    section('monitor', encodeValues({ ...memory, rules: undefined, rule, alerts, history })),
    section('interval', encodeValues(interval)),
    section('total', encodeValues(total)),
  ];
  return Buffer.concat([headerOf(sections), ...sections.map(({ bytes }) => bytes)]);
}

function resumed(file: Uint8Array) {
  const state = decodeState(file);
  const clock = new EventClock({ nowMs: () => OPEN * 1000 });
  const told: string[] = [];
  const live = new LiveAlerts(clock, [highTrafficRule()], 1, ({ kind, second, startSecond }) =>
    told.push(`${kind} ${second - OPEN} ${startSecond - OPEN}`),
  );
  const { changed, dropped } = live.restore(state.rules);
  expect([...changed, ...dropped]).to.deep.equal([]);
  return { state, live, told };
}

describe('the state of a version that knew high traffic only', () => {
  it('is gone on with: the alert stands, with its begin and its window', () => {
    const { state, live, told } = resumed(earlierFile('high', 11));
    expect(live.trafficState).to.equal('high');
    expect(live.windowHits).to.equal(1320);
    expect(live.firing()).to.deep.include({
      ...{ rule: 'high-traffic', group: undefined, severity: 'critical' },
      ...{ startSecond: OPEN - 60, value: 11 },
    });
    expect(state.history[0]).to.include({ kind: 'triggered', hits: 1201, threshold: 10 });
    live.finish();
    expect(told).to.deep.equal([]);
  });

  it('is not told again, and recovers at its time', () => {
    const { live, told } = resumed(earlierFile('high', 9));
    live.finish();
    expect(told).to.deep.equal(['recovered 0 -60']);
  });
});
