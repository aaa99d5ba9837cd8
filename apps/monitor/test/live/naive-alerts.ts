const TIME = /\[(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\]/;

export interface NaiveAlert {
  readonly state: 'triggered' | 'recovered';
  readonly second: number;
  readonly hits: number;
}

/** The epoch second of each line that has one. */
export function secondsOf(lines: readonly string[]): readonly number[] {
  return lines.flatMap((line) => {
    const [, day = '', month = '', year = '', time = '', zone = ''] = TIME.exec(line) ?? [];
    return day === '' ? [] : [Date.parse(`${day} ${month} ${year} ${time} ${zone}`) / 1000];
  });
}

/**
 * The rule by its definition: for each second from the first hit until the window has run empty,
 * the hits in (t - W, t] are counted anew.
 */
export function naiveAlerts(
  seconds: readonly number[],
  { threshold, windowSeconds }: { readonly threshold: number; readonly windowSeconds: number },
): NaiveAlert[] {
  const sorted = [...seconds].sort((a, b) => a - b);
  const [first = NaN] = sorted;
  const last = sorted.at(-1) ?? NaN;
  const alerts: NaiveAlert[] = [];
  let high = false;
  for (let at = first; at <= last + windowSeconds; at++) {
    const hits = sorted.filter((second) => second > at - windowSeconds && second <= at).length;
    const limit = threshold * windowSeconds;
    if (high ? hits < limit : hits > limit) {
      high = !high;
      alerts.push({ state: high ? 'triggered' : 'recovered', second: at, hits });
    }
  }
  return alerts;
}
