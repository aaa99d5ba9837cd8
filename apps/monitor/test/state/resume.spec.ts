import {
  type AlertChange,
  FormatFollower,
  highTrafficRule,
  PlainScanner,
  RecordBatch,
  Rollup,
  type LineCountsSnapshot,
} from '@hitwatch/domain';
import type { MonitorState } from '@hitwatch/ports';
import {
  FixedHistory,
  ManualClock,
  RecordingReporter,
  RecordingSink,
  RememberingStore,
} from '@hitwatch/testing';
import { expect } from 'chai';
import fc from 'fast-check';

import { Monitor } from '../../src/monitor.ts';
import { accessLine } from '../access-line.ts';
import { Killed, TextSource } from './text-source.ts';

const RULES = [highTrafficRule(2, 3)];
const SEED = 7;

/** Lines of seconds that go on by a step now and then, some behind the others, some none at all. */
const LINE = fc.record({
  step: fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 9),
  behind: fc.constantFrom(0, 0, 0, 1, 5),
  path: fc.constantFrom('/a', '/b/c', '/b/d?q', '/'),
  client: fc.integer({ min: 1, max: 9 }),
  junk: fc.constantFrom(false, false, false, false, true),
});
const LOG = fc.array(LINE, { minLength: 1, maxLength: 200 }).map((lines) => {
  let at = 10;
  const written = lines.map(({ step, behind, path, client, junk }) => {
    at += step;
    if (junk) return 'what is this?\n';
    return accessLine({
      at: at - behind,
      host: `192.0.2.${client}`,
      request: `GET ${path} HTTP/1`,
    });
  });
  return new TextEncoder().encode(written.join(''));
});
/**
 * As fast as a log that is there is read: what comes more slowly is evaluated as it comes by who
 * waits for it, and at its own time by who finds it there.
 */
const PLAN = fc.record({
  bytes: LOG,
  blocks: fc.array(fc.integer({ min: 12, max: 900 }), { minLength: 1, maxLength: 5 }),
  blockMs: fc.constantFrom(0, 1, 10),
  kills: fc.array(fc.record({ after: fc.nat({ max: 25 }), downMs: fc.nat({ max: 9000 }) }), {
    maxLength: 4,
  }),
});

interface Outcome {
  readonly told: readonly string[];
  readonly total: unknown;
  readonly files: unknown;
}

/** Runs a monitor to the end of the log, through the kills. */
async function outcome(plan: {
  bytes: Uint8Array;
  blocks: number[];
  blockMs: number;
  kills: readonly { readonly after: number; readonly downMs: number }[];
}): Promise<Outcome> {
  const clock = new ManualClock();
  const told: AlertChange[] = [];
  let state: MonitorState | undefined;
  for (const kill of [...plan.kills, undefined]) {
    const store = new RememberingStore(state);
    const sink = new RecordingSink();
    const reporter = new RecordingReporter();
    const source: TextSource = new TextSource(clock, {
      ...plan,
      from: state?.marks[0]?.offset ?? 0,
      killAfter: kill?.after,
      onSilence: () => {
        monitor.stop('user');
      },
    });
    const monitor = new Monitor(
      {
        ...{ files: ['access.log'], rules: RULES, everyMs: 2000, top: 0 },
        ...{ rollup: { seed: SEED, site: undefined }, reading: '', resumed: state },
      },
      {
        ...{ clock, source, reporter, sinks: [sink], history: new FixedHistory(told), store },
        newScanner: () =>
          new PlainScanner(new FormatFollower({ reference: 0 }), new RecordBatch(SEED)),
      },
    );
    await monitor.run().catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    told.push(...sink.delivered);
    state = store.state;
    clock.advance(kill?.downMs ?? 0);
    const [stop] = reporter.of('stop');
    if (stop !== undefined && state !== undefined) {
      return { told: told.map(story), total: tablesOf(state), files: stop.files.map(inTime) };
    }
  }
  throw new Error('no run has come to its end');
}

function story({ kind, second, hits, startSecond, peakValue }: AlertChange): string {
  return `${kind} ${second} ${hits} ${startSecond} ${peakValue}`;
}

function tablesOf({ seed, total, interval }: MonitorState): unknown {
  const rollup = new Rollup({ seed });
  rollup.mergeState(total);
  rollup.mergeState(interval);
  return inTime(rollup.snapshot(0));
}

/**
 * Whether a line is late depends on when it was read, and what came while nobody looked is read as
 * if it had come in time. Why a line is none of the log's depends on what the parser has seen.
 */
function inTime(counted: {
  readonly lines: LineCountsSnapshot;
  readonly examples?: readonly unknown[];
}): object {
  const { lines, examples = [], ...rest } = counted;
  return { ...rest, lines: { ...lines, late: 0, reasons: {} }, examples: examples.length };
}

describe('a monitor that is killed and goes on', () => {
  it('has counted and told the same as one that never was', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(PLAN, async (plan) => {
        const undisturbed = await outcome({ ...plan, kills: [] });
        expect(await outcome(plan)).to.deep.equal(undisturbed);
      }),
      { numRuns: 150 },
    );
  });
});
