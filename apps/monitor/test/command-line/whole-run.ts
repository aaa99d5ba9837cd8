import { parseWatch, type WatchObject } from '../documents.ts';
import type { RunningProgram } from '../running-program.ts';
import { expectWatchContract } from '../watch-contract.ts';
import { expectSuccess } from './one-line.ts';

/** Ends a `watch --output ndjson` as a user would, and returns all that it wrote in its life. */
export async function wholeRun(program: RunningProgram): Promise<WatchObject[]> {
  program.kill('SIGINT');
  const finished = await program.finish();
  expectSuccess(finished);
  const objects = parseWatch(finished.stdout);
  expectWatchContract(objects);
  return objects;
}
