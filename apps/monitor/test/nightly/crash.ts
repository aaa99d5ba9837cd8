// The crash test at length: node --import ./tools/ts-loader/register.mjs, from npm run nightly.
import process from 'node:process';

import { crashRun } from '../crash/crash-run.ts';
import { logrotateVersion } from '../crash/log-rotate.ts';
import { Scratch } from '../scratch.ts';

const KILLS = 200;

let failed = false;
for (const mode of ['rename', 'copytruncate', undefined] as const) {
  if (mode !== undefined && logrotateVersion() === undefined) {
    console.log(`skipped: ${mode}: logrotate is not installed`);
    continue;
  }
  const scratch = new Scratch();
  const seed = Math.floor(Math.random() * 2 ** 31);
  try {
    const result = await crashRun(scratch, { mode, kills: KILLS, seed, linesATick: 1 });
    const { written, read, rotations, states, wrong, alerts, expected } = result;
    const sameAlerts = JSON.stringify(alerts) === JSON.stringify(expected);
    const isGood = wrong.length === 0 && read === written && sameAlerts;
    failed ||= !isGood;
    console.log(
      `${isGood ? 'passed' : 'FAILED'}: ${mode ?? 'no rotation'}, seed ${String(seed)}:`,
      `${String(KILLS)} kills, ${String(states)} states, ${String(rotations)} rotations,`,
      `${String(written)} lines written, ${String(read)} read, ${String(wrong.length)} not once,`,
      `${String(alerts.length)} alerts of ${String(expected.length)}`,
    );
    if (!isGood) console.log({ wrong: wrong.slice(0, 20), alerts, expected });
  } finally {
    await scratch.remove();
  }
}
process.exit(failed ? 1 : 0);
