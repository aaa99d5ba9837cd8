import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { LiveMonitor } from './live-monitor.ts';
import { naiveAlerts } from './naive-alert.ts';

interface Scenario {
  readonly source: string;
  readonly test: string;
  readonly window_s: number;
  readonly threshold: number;
  readonly events: readonly (readonly [second: number, hits: number])[];
  /** Our rule, but recovering at equality too, computed by other means. */
  readonly reference: readonly { readonly type: string; readonly t: number }[];
}

// The file is our own, so its shape is known.
const scenarios = readFileSync(new URL('./alert-scenarios.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Scenario);

/** Scenarios in which the average stands at the threshold for a while, where our state stays. */
const EQUALITY: Readonly<Record<string, readonly string[]>> = {
  whenOverThreshold_TriggerAlert: ['triggered 1', 'recovered 3'],
  whenAlertTriggeredAndTrafficDrops_StopAlert: ['triggered 1', 'recovered 4'],
};

function storyOf({ window_s: windowSeconds, threshold, events }: Scenario): string[] {
  const monitor = new LiveMonitor({ threshold, windowSeconds });
  try {
    for (const [second, hits] of events) if (hits > 0) monitor.lines(second, hits);
    monitor.pass(windowSeconds + 1);
    return monitor.story;
  } finally {
    monitor.restore();
  }
}

describe('High traffic in the alert scenarios of other monitors', () => {
  it('has scenarios', () => {
    expect(scenarios).to.have.length(23);
  });

  for (const scenario of scenarios) {
    const { source, test, window_s: windowSeconds, threshold, events } = scenario;
    const rule = { threshold, windowSeconds };

    it(`${source.replace(/[:@].*/, '')}: ${test}`, () => {
      const defined = naiveAlerts(events, rule).map(({ state, second }) => `${state} ${second}`);
      expect(storyOf(scenario)).to.deep.equal(defined);

      const reference = scenario.reference.map(({ type, t }) => `${type} ${t}`);
      const atEquality = naiveAlerts(events, rule, true);
      expect(atEquality.map(({ state, second }) => `${state} ${second}`)).to.deep.equal(reference);
      expect(defined).to.deep.equal(EQUALITY[test] ?? reference);
    });
  }
});
