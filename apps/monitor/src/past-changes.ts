import { type AlertChange, isSameAlert } from '@hitwatch/domain';

/** Changes of earlier runs, by which those that are found again are known. */
export class PastChanges {
  #changes: readonly AlertChange[];

  constructor(changes: readonly AlertChange[]) {
    this.#changes = changes;
  }

  /** Whether this one was told before; each of the history stands for one. */
  take(change: AlertChange): boolean {
    const found = this.#changes.find((told) => isSame(told, change));
    if (found === undefined) return false;
    this.#changes = this.#changes.filter((told) => told !== found);
    return true;
  }
}

/** What two memories hold, each once, in the order of time. */
export function bothOf(
  saved: readonly AlertChange[],
  logged: readonly AlertChange[],
): readonly AlertChange[] {
  const others = saved.filter((change) => !logged.some((told) => isSame(told, change)));
  return [...logged, ...others].sort((one, other) => one.second - other.second);
}

function isSame(one: AlertChange, other: AlertChange): boolean {
  return (
    isSameAlert(one, other) &&
    one.kind === other.kind &&
    one.second === other.second &&
    one.threshold === other.threshold &&
    one.windowSeconds === other.windowSeconds
  );
}
