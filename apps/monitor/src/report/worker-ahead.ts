import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** A worker takes about as long to start as counting this many bytes. */
export const WORKER_BYTES = 24 * 1024 * 1024;

/** MiB of a worker's heap for what lives shortly: it makes a few objects a part, none a line. */
const YOUNG_MIB = 4;

/** Starts the worker of a file in src, `report` for `report.worker.js`. It waits for its orders. */
export function startWorker(name: string): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  const path = isSource ? `../${name}.worker.ts` : `./${name}.worker.js`;
  return new Worker(new URL(path, import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
  });
}

/**
 * Starts a worker while the program is still being loaded, if these arguments surely need one: they
 * ask for a report of a large file by more than one thread. It ends with the process, used or not.
 */
export function startWorkerAhead([command, ...args]: readonly string[]): Worker | undefined {
  const at = args.findIndex((arg) => arg.startsWith('--jobs'));
  const jobs = args[at] === '--jobs' ? args[at + 1] : args[at]?.split('=')[1];
  const isAlone = jobs === undefined ? availableParallelism() === 1 : jobs === '1';
  if (command !== 'report' || isAlone || !args.some(isLarge)) return undefined;
  const worker = startWorker('report');
  worker.unref();
  return worker;
}

function isLarge(path: string): boolean {
  if (path.startsWith('-')) return false;
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true && found.size > 4 * WORKER_BYTES;
  } catch {
    return false; // what is wrong with it is said later
  }
}
