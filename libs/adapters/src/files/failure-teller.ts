import type { Notice } from '@hitwatch/ports';

import { systemErrorCode } from '../command-line/failure.ts';
import { readFailure } from './read-failure.ts';

/** What says for certain that no log stands at a path, rather than that it cannot be read. */
const SETTLED = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENOTREG', 'ELOOP']);

/** Tells of what fails at a path, once until it is mended or fails otherwise. */
export class FailureTeller {
  readonly #path: string;
  readonly #onNotice: (notice: Notice) => void;
  #told: string | undefined;

  constructor(path: string, onNotice: (notice: Notice) => void) {
    this.#path = path;
    this.#onNotice = onNotice;
  }

  get isFailing(): boolean {
    return this.#told !== undefined;
  }

  /** Whether it is certain that no log is there. */
  get isSettled(): boolean {
    return this.#told !== undefined && SETTLED.has(this.#told);
  }

  /** Throws what is no failure of the environment: our own mistakes must be seen. */
  tell(error: unknown): void {
    if (systemErrorCode(error) === undefined) throw error;
    const { code, message, remedy } = readFailure(this.#path, error);
    if (this.#told === code) return;
    this.#told = code;
    this.#onNotice(
      isMissing(error)
        ? { code: 'file_missing', message: `${message}: waiting for it` }
        : { code: 'file_unreadable', message: `${message}: trying again (${remedy})` },
    );
  }

  mended(): void {
    this.#told = undefined;
  }
}

/** Whether an error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
