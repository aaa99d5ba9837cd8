import type { AlertTransition } from '@hitwatch/domain';

/** Transitions of earlier runs, by which those that are found again are known. */
export class TransitionHistory {
  #transitions: readonly AlertTransition[];

  constructor(transitions: readonly AlertTransition[]) {
    this.#transitions = transitions;
  }

  /** Whether this one was told before; each of the history stands for one. */
  take(transition: AlertTransition): boolean {
    const found = this.#transitions.find((told) => isSame(told, transition));
    if (found === undefined) return false;
    this.#transitions = this.#transitions.filter((told) => told !== found);
    return true;
  }
}

/** What two memories hold, each once, in the order of time. */
export function bothOf(
  saved: readonly AlertTransition[],
  logged: readonly AlertTransition[],
): readonly AlertTransition[] {
  const others = saved.filter((transition) => !logged.some((told) => isSame(told, transition)));
  return [...logged, ...others].sort((one, other) => one.second - other.second);
}

function isSame(one: AlertTransition, other: AlertTransition): boolean {
  return (
    one.state === other.state &&
    one.second === other.second &&
    one.threshold === other.threshold &&
    one.windowSeconds === other.windowSeconds
  );
}
