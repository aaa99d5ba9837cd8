import type { AlertTransition } from '@hitwatch/domain';
import type { AlertHistory } from '@hitwatch/ports';

/** A history that is given. */
export class FixedHistory implements AlertHistory {
  readonly #transitions: readonly AlertTransition[];

  /** Oldest first. */
  constructor(transitions: readonly AlertTransition[] = []) {
    this.#transitions = [...transitions];
  }

  recent(count: number): Promise<readonly AlertTransition[]> {
    const from = Math.max(0, this.#transitions.length - count);
    return Promise.resolve(this.#transitions.slice(from));
  }
}
