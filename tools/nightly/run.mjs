// The long form of the tests that are cut short in the normal run: 10,000 stories of rotations from
// a seed of its own, a simulated day with a rotation every minute, and 200 kills of the built program
// for each way of rotating.
//     npm run nightly
//     HITWATCH_SEED=4711 HITWATCH_STORIES=1 npm run nightly      what failed, again
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const ADAPTERS = fileURLToPath(new URL('../../libs/adapters', import.meta.url));
const day = Math.floor(Date.now() / 86_400_000);
const { HITWATCH_SEED, HITWATCH_STORIES, HITWATCH_ROTATIONS } = process.env;
const settings = {
  HITWATCH_SEED: HITWATCH_SEED ?? String(day * 10_000),
  HITWATCH_STORIES: HITWATCH_STORIES ?? '10000',
  HITWATCH_ROTATIONS: HITWATCH_ROTATIONS ?? '1440',
};
const shown = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
console.log(`nightly: ${shown.join(' ')}`);
const REGISTER = fileURLToPath(new URL('../ts-loader/register.mjs', import.meta.url));
const MOCHA = fileURLToPath(new URL('../../node_modules/mocha/bin/mocha.js', import.meta.url));
const CRASH = fileURLToPath(new URL('../../apps/monitor/test/nightly/crash.ts', import.meta.url));

function run(command, args) {
  const env = { ...process.env, ...settings };
  const { status } = spawnSync(command, args, { cwd: ADAPTERS, stdio: 'inherit', env });
  if (status !== 0) process.exitCode = 1;
}

// Given to mocha in two words, `--import` swallows nothing and mocha ends well without a test.
const mocha = ['--import', REGISTER, MOCHA, '--no-config', '--extension', 'ts', '--fail-zero'];
run(process.execPath, [...mocha, 'test/rotation/*.spec.ts']);
if (HITWATCH_STORIES === undefined) run(process.execPath, ['--import', REGISTER, CRASH]);
