// The whole way, as on a server: one process writes and rotates a log, another one follows it.
import { readdirSync, readFileSync } from 'node:fs';

import { expect } from 'chai';

import { wholeRun } from '../command-line/whole-run.ts';
import { ofType, type WatchObject } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { naiveAlerts, secondsOf } from './naive-alerts.ts';

const RULE = { threshold: 500, windowSeconds: 2 };
/** From the end of the second that decides an alert until it is told. */
const TOLD_MS_MAX = 1000;
const LINES_A_FILE = 1000;
/** A quiet second, and then two that are ten times as busy. */
const LOAD = ['--rate', '2000', '--for', '3s', '--spike', 'at=0s,for=1s,times=0.1'];
const WATCH = [
  ...['access.log', '--output', 'ndjson', '--every', '500ms', '--top', '0', '--alert-log', 'none'],
  ...['--threshold', String(RULE.threshold), '--duration', String(RULE.windowSeconds)],
];

interface Observed {
  /** What the monitor wrote. */
  readonly objects: readonly WatchObject[];
  /** Wall-clock times at which it told its alerts. */
  readonly toldMs: readonly number[];
  /** What the generator wrote. */
  readonly lines: readonly string[];
}

describe('a monitor that follows a load generator', () => {
  const modes = ['rename', 'copytruncate'] as const;
  const observed = new Map<string, Observed>();
  let scratch: Scratch;

  before(async function () {
    this.timeout(60_000);
    scratch = new Scratch();
    // Side by side, because both mostly wait.
    await Promise.all(modes.map(async (mode) => observed.set(mode, await observe(mode))));
  });

  after(() => scratch.remove());

  for (const mode of modes) {
    describe(`through rotations by ${mode}`, () => {
      it('counts every line once', () => {
        const { objects, lines } = result();
        const [stop] = ofType(objects, 'stop');
        expect(lines.length).to.be.within(3000, 6000);
        expect(stop?.lines).to.include({ read: lines.length, counted: lines.length, late: 0 });
        const ofEach = new Map<string, number>();
        for (const { tables } of ofType(objects, 'interval')) {
          for (const { key, hits } of tables.clients.rows) {
            ofEach.set(key, (ofEach.get(key) ?? 0) + hits);
          }
        }
        expect(ofEach).to.deep.equal(linesOfEachClient(lines));
      });

      it('tells of each rotation', () => {
        const { objects, lines } = result();
        const code = mode === 'rename' ? 'file_rotated' : 'file_truncated';
        const rotations = ofType(objects, 'notice').filter((notice) => notice.code === code);
        expect(rotations).to.have.lengthOf(Math.floor((lines.length - 1) / LINES_A_FILE));
      });

      it('raises the alert and recovers in the seconds that the files give', () => {
        const { objects, toldMs, lines } = result();
        const truth = naiveAlerts(secondsOf(lines), RULE);
        expect(truth.map(({ state }) => state)).to.deep.equal(['triggered', 'recovered']);
        const told = ofType(objects, 'alert').map(({ state, at, hits }) => {
          return { state, second: Date.parse(at) / 1000, hits };
        });
        expect(told).to.deep.equal(truth);
        truth.forEach(({ second }, index) => {
          const lateMs = (toldMs[index] ?? NaN) - (second + 1) * 1000;
          expect(lateMs).to.be.within(0, TOLD_MS_MAX);
        });
      });

      function result(): Observed {
        const found = observed.get(mode);
        if (found === undefined) throw new Error('nothing was observed');
        return found;
      }
    });
  }

  async function observe(mode: string): Promise<Observed> {
    const cwd = scratch.directory(mode);
    const monitor = scratch.hitwatch(WATCH, { cwd });
    await monitor.emits('that it waits', ({ type }) => type === 'notice');
    const rotation = ['--rotate-lines', String(LINES_A_FILE), '--rotate-mode', mode];
    const loadgen = scratch.loadgen(
      [...LOAD, '--out', 'access.log', ...rotation, '--rotate-keep', '50'],
      { cwd },
    );
    const toldMs: number[] = [];
    await monitor.until('two alerts', () => {
      const alerts = ofType(monitor.objects, 'alert').length;
      while (toldMs.length < alerts) toldMs.push(Date.now());
      return alerts < 2 ? undefined : alerts;
    });
    expect(await loadgen.finish()).to.include({ code: 0, stderr: '' });
    const lines = linesIn(cwd);
    await monitor.counts(lines.length);
    return { objects: await wholeRun(monitor), toldMs, lines };
  }
});

/** The lines of a log and of all that was rotated away from it. */
function linesIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) =>
    readFileSync(`${folder}/${name}`, 'utf8').split('\n').slice(0, -1),
  );
}

function linesOfEachClient(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const client = line.slice(0, line.indexOf(' '));
    counts.set(client, (counts.get(client) ?? 0) + 1);
  }
  return counts;
}
