import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

export interface Demo {
  /** The log that is being written. */
  readonly path: string;
  /** Ends the writing and removes the log. */
  close(): Promise<void>;
}

/** Begins to write invented traffic into a log in a temporary folder. */
export async function startDemo(): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'hitwatch-demo-'));
  const path = join(folder, 'access.log');
  // There from the start, so that nobody is told that it is missing.
  await writeFile(path, '');
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const script = new URL(`./demo.worker.${extension}`, import.meta.url);
  const worker = new Worker(script, { workerData: { path } });
  const ended = once(worker, 'exit');
  return {
    path,
    async close() {
      worker.postMessage('stop');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
