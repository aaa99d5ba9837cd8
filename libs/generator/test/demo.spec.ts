import { AlertWatch, type AlertTransition, EventClock, HighTrafficPolicy } from '@hitwatch/domain';
import { expect } from 'chai';

import { demoLoad } from '../src/demo.ts';
import { parseLine, splitLines } from './lines/parsed-line.ts';
import { takeAll } from './load/taken-load.ts';

const START_MS = Date.UTC(2026, 0, 1);

describe('demoLoad', () => {
  it('raises the default alert in a minute, lets it recover in four, and again', async () => {
    const untilMs = START_MS + 8 * 60_000;
    const lines = splitLines(await takeAll(demoLoad(START_MS), { untilMs })).map(parseLine);
    const transitions: AlertTransition[] = [];
    const watch = new AlertWatch(
      new EventClock({ nowMs: () => untilMs }),
      new HighTrafficPolicy({ threshold: 10, windowSeconds: 120 }),
      (transition) => transitions.push(transition),
    );
    for (const line of lines) if (line.reason === 0) watch.observe(line.second);
    watch.finish();
    const told = transitions.map(({ state, second }) => [state, second - START_MS / 1000] as const);
    expect(told.map(([state]) => state)).to.deep.equal([
      'triggered',
      'recovered',
      'triggered',
      'recovered',
    ]);
    expect(told[0]?.[1]).to.be.within(35, 60);
    expect(told[1]?.[1]).to.be.within(190, 240);
    expect(told[2]?.[1]).to.be.within(260, 300);
  });

  it('is lively: some 20 lines a second, errors, malformed lines, many sections', async () => {
    const untilMs = START_MS + 240_000;
    const lines = splitLines(await takeAll(demoLoad(START_MS), { untilMs })).map(parseLine);
    expect(lines.length / 240).to.be.within(17, 22);
    expect(lines.some((line) => line.reason > 0)).to.equal(true);
    const errors = lines.filter((line) => line.status >= 500).length / lines.length;
    expect(errors).to.be.within(0.01, 0.03);
    const sections = new Set(lines.map((line) => /^\/[^/?]*/.exec(line.target)?.[0]));
    expect(sections.size).to.be.greaterThan(12);
  });
});
