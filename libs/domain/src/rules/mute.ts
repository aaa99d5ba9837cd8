const DAY_SECONDS = 86_400;
const MINUTE_SECONDS = 60;
/** 1970-01-01 was a Thursday, the fourth day of a week that begins with Sunday. */
const EPOCH_WEEKDAY = 4;
/** Times that follow on each other without a gap: more of them never end. */
const JOINED_MAX = 64;

/** From Sunday, 0, to Saturday, 6. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** A time in which alerts are recorded and not told. */
export type Mute = WeeklyMute | MuteSpan;

export interface WeeklyMute {
  readonly kind: 'weekly';
  /** The days on which it begins. */
  readonly days: readonly Weekday[];
  /** Minute of the day, 0 to 1439. */
  readonly fromMinute: number;
  /** 1 to 1440, itself excluded. At or before `fromMinute` it is one of the next day. */
  readonly toMinute: number;
  /** Of local time to UTC. */
  readonly offsetMinutes: number;
}

/** Once, in epoch seconds. */
export interface MuteSpan {
  readonly kind: 'span';
  readonly fromSecond: number;
  /** Itself excluded. */
  readonly toSecond: number;
}

export function isMuted(mutes: readonly Mute[], second: number): boolean {
  return mutes.some((mute) => endOf(mute, second) > second);
}

/** The first second from `second` on in which nothing is muted; Infinity if there is none. */
export function unmutedFrom(mutes: readonly Mute[], second: number): number {
  let at = second;
  for (let joined = 0; joined <= JOINED_MAX; joined++) {
    const end = mutes.reduce((latest, mute) => Math.max(latest, endOf(mute, at)), at);
    if (end === at) return at;
    at = end;
  }
  return Infinity;
}

/** Where the mute ends in which a second lies, or that second itself. */
function endOf(mute: Mute, second: number): number {
  if (mute.kind === 'span') {
    return second >= mute.fromSecond && second < mute.toSecond ? mute.toSecond : second;
  }
  const { days, fromMinute, toMinute, offsetMinutes } = mute;
  const offset = offsetMinutes * MINUTE_SECONDS;
  const today = Math.floor((second + offset) / DAY_SECONDS);
  const length = toMinute > fromMinute ? toMinute - fromMinute : toMinute - fromMinute + 1440;
  for (const day of [today, today - 1]) {
    const weekday = (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;
    const from = day * DAY_SECONDS + fromMinute * MINUTE_SECONDS - offset;
    const to = from + length * MINUTE_SECONDS;
    if (second >= from && second < to && days.some((one) => one === weekday)) return to;
  }
  return second;
}
