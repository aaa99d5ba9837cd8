import { decodeText } from '@hitwatch/domain';
import { expect } from 'chai';

import { DEMO_TRAFFIC } from '../../src/demo.ts';
import { arrivals, InventedLoad } from '../../src/load/invented-load.ts';
import { Pacer, type PacerOptions } from '../../src/load/pacer.ts';
import { runLoad } from '../../src/load/run-load.ts';
import { takeAll } from './taken-load.ts';

const START_MS = Date.UTC(2026, 0, 1);

function load(linesPerSecond: number): InventedLoad {
  const schedule = arrivals(START_MS, 1, { linesPerSecond, poisson: true });
  return new InventedLoad(DEMO_TRAFFIC, schedule);
}

/** A run whose sleeper moves the clock by hand; `lateBy` is how much too late each sleep ends. */
class HandRun {
  readonly written: { readonly atMs: number; readonly text: string }[] = [];
  readonly stop = { aborted: false };
  nowMs = START_MS;
  onWrite: () => void = () => undefined;
  readonly #lateBy: () => number;

  constructor(lateBy: () => number = () => 0) {
    this.#lateBy = lateBy;
  }

  async run(linesPerSecond: number, options: Partial<PacerOptions>): Promise<string> {
    await runLoad({
      pacer: new Pacer(load(linesPerSecond), { pacing: 'clock', ...options }),
      output: {
        write: (lines) => {
          this.written.push({ atMs: this.nowMs, text: decodeText(lines) });
          this.onWrite();
          return Promise.resolve();
        },
      },
      clock: { nowMs: () => this.nowMs },
      sleeper: {
        sleepUntil: (deadlineMs) => {
          this.nowMs = Math.max(this.nowMs, deadlineMs) + this.#lateBy();
          return Promise.resolve();
        },
      },
      stop: this.stop,
    });
    return this.written.map(({ text }) => text).join('');
  }
}

describe('runLoad', () => {
  it('writes the same lines whenever it is woken, unless that is seconds late', async () => {
    const untilMs = START_MS + 20_000;
    const whole = decodeText(await takeAll(load(30), { untilMs }));
    expect(whole.length).to.be.greaterThan(80_000);
    let wakes = 0;
    for (const lateBy of [() => 0, () => 333, () => (wakes++ % 7 === 0 ? 2500 : 1)]) {
      const run = new HandRun(lateBy);
      expect(await run.run(30, { untilMs })).to.equal(whole);
    }
  });

  it('writes lines when they are due', async () => {
    const run = new HandRun();
    await run.run(5, { linesMax: 50 });
    for (const { atMs, text } of run.written) {
      const [, time = ''] = /\[\d\d\/Jan\/2026:([\d:]+) /.exec(text) ?? [];
      if (time === '') continue; // malformed
      const stampMs = Date.parse(`2026-01-01T${time}Z`);
      expect(atMs).to.be.within(stampMs, stampMs + 1020);
    }
    expect(run.nowMs - START_MS).to.be.within(6000, 15_000);
  });

  it('stops after what it has taken is written', async () => {
    const run = new HandRun();
    run.onWrite = () => {
      run.stop.aborted = run.written.length === 3;
    };
    const text = await run.run(1000, {});
    expect(run.written).to.have.lengthOf(3);
    expect(text.endsWith('\n')).to.equal(true);
  });

  it('does nothing when it was stopped before', async () => {
    const run = new HandRun();
    run.stop.aborted = true;
    expect(await run.run(1000, {})).to.equal('');
  });

  it('hands on the failure of its output', async () => {
    const run = new HandRun();
    run.onWrite = () => {
      throw new Error('disk full');
    };
    const failure = await run.run(1000, {}).catch((error: unknown) => error);
    expect(String(failure)).to.contain('disk full');
  });
});
