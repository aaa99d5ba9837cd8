import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const TIME = '/usr/bin/time';

/** Whether peak memory of a child can be told. */
export const hasTime = existsSync(TIME);

/**
 * Runs a program once. Returns seconds of the wall, of the processor, and the peak memory in MB
 * (NaN without GNU time).
 */
export function runOnce(argv) {
  const command = hasTime ? [TIME, '-f', '%e %U %S %M', ...argv] : argv;
  const begun = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(command[0], command.slice(1), {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const wall = Number(process.hrtime.bigint() - begun) / 1e9;
  if (error !== undefined || status !== 0) {
    throw new Error(`${argv.join(' ')} failed: ${error?.message ?? stderr.slice(-500)}`);
  }
  const [, user, system, peak] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: hasTime ? user + system : NaN, peakMb: hasTime ? peak / 1000 : NaN };
}

/**
 * Runs all programs in turn, `rounds` times, after one that does not count; 0 is once and no more.
 * Those that are not quick run once in any case.
 */
export function inTurn(programs, rounds) {
  const runs = new Map(programs.map((program) => [program.name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, argv, quick } of programs) {
      if (round > 1 && !quick) continue;
      if (round === 0 && rounds > 0 && !quick) continue;
      const run = runOnce(argv);
      if (round > 0 || rounds === 0) runs.get(name).push(run);
    }
  }
  return runs;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Median of the ratios of the runs that stood beside each other, so that drift of the machine falls out. */
export function pairedRatio(a, b) {
  const pairs = Math.min(a.length, b.length);
  return median(a.slice(0, pairs).map((run, index) => run.wall / b[index].wall));
}

/** Starts a program and resolves with its standard output when it ends. */
export function start(argv) {
  const child = spawn(argv[0], argv.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  const ended = new Promise((resolve) => {
    child.once('exit', (code) => resolve({ code, output, errors }));
  });
  return { child, ended };
}
