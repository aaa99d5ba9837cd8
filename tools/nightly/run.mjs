// The long form of the tests that are cut short in the normal run: 10,000 stories of rotations from
// a seed of its own, and a simulated day with a rotation every minute.
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
const loader = ['--import', '../../tools/ts-loader/register.mjs', '--extension', 'ts'];
const { status } = spawnSync(
  'npx',
  ['mocha', '--no-config', ...loader, '--fail-zero', 'test/rotation/*.spec.ts'],
  { cwd: ADAPTERS, stdio: 'inherit', env: { ...process.env, ...settings } },
);
process.exitCode = status ?? 1;
