import type { Complain } from './check-rule.ts';
import type { Mute } from './mute.ts';

const OFFSET_MINUTES_MAX = 18 * 60;

/** Complains of what is wrong with a mute. */
export function checkMute(mute: Mute, complain: Complain): void {
  if (mute.kind === 'span') {
    const isSound = Number.isFinite(mute.fromSecond) && Number.isFinite(mute.toSecond);
    if (isSound && mute.toSecond > mute.fromSecond) return;
    complain('to', 'not after from: put a later time');
    return;
  }
  const { days, fromMinute, toMinute, offsetMinutes } = mute;
  if (days.length === 0) complain('days', 'no day: put mon, tue, wed, thu, fri, sat or sun');
  if (!(Number.isInteger(fromMinute) && fromMinute >= 0 && fromMinute < 1440)) {
    complain('from', 'no time of day: put 00:00 to 23:59');
  }
  if (!(Number.isInteger(toMinute) && toMinute >= 1 && toMinute <= 1440)) {
    complain('to', 'no time of day: put 00:01 to 24:00');
  }
  if (fromMinute === toMinute) complain('to', 'the same as from: put 24:00 for a whole day');
  if (!(Math.abs(offsetMinutes) <= OFFSET_MINUTES_MAX)) {
    complain('zone', 'no offset to UTC: put one such as +02:00');
  }
}
