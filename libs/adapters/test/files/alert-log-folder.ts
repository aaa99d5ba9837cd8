import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { AlertLog, EnvironmentFailure } from '../../src/index.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** An alert log in a folder that can be broken: root may write anywhere, but not below a file. */
export class AlertLogFolder {
  readonly folder = new TemporaryFolder();
  readonly path = this.folder.join('state', 'alerts.ndjson');
  readonly log = new AlertLog(this.path);

  /** What stands in the file, a line each. */
  objects(): unknown[] {
    const lines = readFileSync(this.path, 'utf8').trimEnd().split('\n');
    return lines.map((line): unknown => JSON.parse(line));
  }

  /** The seconds of all alerts that are remembered. */
  async seconds(): Promise<readonly number[]> {
    return (await this.log.recent(Infinity)).map(({ second }) => second);
  }

  break(): void {
    renameSync(this.folder.join('state'), this.folder.join('away'));
    writeFileSync(this.folder.join('state'), '');
  }

  mend(): void {
    rmSync(this.folder.join('state'));
    renameSync(this.folder.join('away'), this.folder.join('state'));
  }

  remove(): void {
    this.folder.remove();
  }
}

export async function failureOf(promise: Promise<unknown>): Promise<EnvironmentFailure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof EnvironmentFailure) return error;
    throw error;
  }
  return expect.fail('it was expected to fail');
}
