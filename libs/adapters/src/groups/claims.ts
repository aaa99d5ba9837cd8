import { resolve } from 'node:path';

import type { FollowedFile } from '../files/followed-file.ts';
import type { FileIdentity } from '../files/generation.ts';

/**
 * What is followed, by whatever argument: so that a file to which two of them lead is counted once,
 * and one that was only renamed is not taken for new.
 */
export class Claims {
  readonly #files = new Map<string, FollowedFile>();

  add(path: string, file: FollowedFile): void {
    this.#files.set(resolve(path), file);
  }

  remove(path: string): void {
    this.#files.delete(resolve(path));
  }

  has(path: string): boolean {
    return this.#files.has(resolve(path));
  }

  /** Whether the file is open here, whatever it is called now. */
  holds(identity: FileIdentity): boolean {
    return [...this.#files.values()].some((file) => file.holds(identity));
  }
}
