import { parentPort, workerData } from 'node:worker_threads';

import { RotatingFile, SystemClock, TimerSleeper } from '@hitwatch/adapters';
import { demoLoad, Pacer, runLoad } from '@hitwatch/generator';

// Writes the demo's log until the thread that started it says stop. Its own thread, so that the
// monitor is watched at work on a log that somebody else writes, as it always is.

const clock = new SystemClock();
const sleeper = new TimerSleeper(clock);
const stop = { aborted: false };
parentPort?.once('message', () => {
  stop.aborted = true;
  sleeper.wake();
});
// Given by startDemo.
const { path } = workerData as { path: string };
const output = await RotatingFile.open(path, clock);
const pacer = new Pacer(demoLoad(clock.nowMs()), { pacing: 'clock' });
await runLoad({ pacer, output, clock, sleeper, stop });
await output.close();
parentPort?.close();
