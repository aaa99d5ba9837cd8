import { mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DESCRIPTORS = '/proc/self/fd';

/** A folder of its own for a test. */
export class TemporaryFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'hitwatch-')));

  join(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  /** Files in it that this process has open, or undefined where the system does not tell. */
  openFiles(): readonly string[] | undefined {
    try {
      return readdirSync(DESCRIPTORS)
        .map((descriptor) => linkOf(descriptor))
        .filter((path) => path.startsWith(this.path));
    } catch {
      return undefined;
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function linkOf(descriptor: string): string {
  try {
    return readlinkSync(join(DESCRIPTORS, descriptor));
  } catch {
    return ''; // closed since the folder was listed
  }
}
