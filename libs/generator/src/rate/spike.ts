/** A time in which traffic is a multiple of what it would be; in milliseconds since the start. */
export interface Spike {
  readonly atMs: number;
  readonly forMs: number;
  /** Above 1 a rush, below 1 a lull, 0 an outage. */
  readonly times: number;
  /** From one beginning to the next; it happens once when there is none. */
  readonly everyMs?: number | undefined;
}

/** The factor at an instant. Spikes that overlap multiply. */
export function spikeFactor(spikes: readonly Spike[], elapsedMs: number): number {
  let factor = 1;
  for (const spike of spikes) {
    if (elapsedMs >= spike.atMs && sinceBeginning(spike, elapsedMs) < spike.forMs) {
      factor *= spike.times;
    }
  }
  return factor;
}

/** The next instant after `elapsedMs` at which a spike begins or ends, or Infinity. */
export function nextEdgeMs(spikes: readonly Spike[], elapsedMs: number): number {
  let next = Infinity;
  for (const spike of spikes) {
    const since = sinceBeginning(spike, elapsedMs);
    let edge = elapsedMs - since + (spike.everyMs ?? Infinity);
    if (since < 0) edge = spike.atMs;
    else if (since < spike.forMs) edge = elapsedMs - since + spike.forMs;
    if (edge > elapsedMs && edge < next) next = edge;
  }
  return next;
}

/** Negative before the first beginning. */
function sinceBeginning({ atMs, everyMs }: Spike, elapsedMs: number): number {
  const since = elapsedMs - atMs;
  return everyMs === undefined || since < 0 ? since : since % everyMs;
}
