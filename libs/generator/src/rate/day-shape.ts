const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Traffic at each full hour of the day in UTC, as a site for one continent has it: lowest before
 * dawn, high through the day, highest in the evening. Between two hours it changes in a straight
 * line.
 */
const HOURS = [
  0.42, 0.34, 0.29, 0.27, 0.28, 0.35, 0.5, 0.72, 0.95, 1.15, 1.28, 1.35, 1.38, 1.36, 1.35, 1.36,
  1.4, 1.45, 1.5, 1.55, 1.52, 1.35, 1.02, 0.68,
] as const;

const MEAN = HOURS.reduce((sum, factor) => sum + factor, 0) / HOURS.length;

/** The factor at an hour, 24 being the next day's 0; the mean over a day is 1. */
function factorAtHour(hour: number): number {
  return (HOURS[hour % 24] ?? 0) / MEAN;
}

/** Integral of the factor from midnight to each full hour, in milliseconds. */
const UP_TO_HOUR_MS = HOURS.reduce<number[]>(
  (sums, _, hour) => {
    const mean = (factorAtHour(hour) + factorAtHour(hour + 1)) / 2;
    return [...sums, (sums[hour] ?? 0) + mean * HOUR_MS];
  },
  [0],
);

/**
 * Integral of the day's factor over a span of epoch milliseconds: how long it counts as at the mean
 * rate.
 */
export function dayShapeMs(fromMs: number, toMs: number): number {
  // Counted from one midnight, or the difference of two large numbers would lose its last digits.
  const midnight = Math.floor(fromMs / DAY_MS) * DAY_MS;
  return sinceMidnightMs(toMs - midnight) - sinceMidnightMs(fromMs - midnight);
}

function sinceMidnightMs(ms: number): number {
  const days = Math.floor(ms / DAY_MS);
  const inDay = ms - days * DAY_MS;
  const hour = Math.floor(inDay / HOUR_MS);
  const part = inDay / HOUR_MS - hour;
  const from = factorAtHour(hour);
  const slope = factorAtHour(hour + 1) - from;
  const upToHour = UP_TO_HOUR_MS[hour] ?? 0;
  return days * DAY_MS + upToHour + (from * part + (slope * part * part) / 2) * HOUR_MS;
}
