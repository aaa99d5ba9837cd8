import type { Change } from '../model/panel-rows.ts';
import { grouped, shortRate } from '../../text/numbers.ts';
import type { Glyphs } from './theme.ts';
import { Role } from './role.ts';

const UNITS = ['', 'k', 'M', 'G', 'T', 'P'];

/** A whole number in at most `width` cells, 5 or more: grouped, or else short: `1.23M`, `988k`. */
export function shortCount(count: number, width: number): string {
  const whole = grouped(count);
  if (whole.length <= width) return whole;
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)}${UNITS[unit] ?? ''}`;
}

/** A rate in at most 6 cells. */
export function rateText(perSecond: number): string {
  return perSecond < 99_999.5 ? shortRate(perSecond) : shortCount(Math.round(perSecond), 6);
}

/** `▲  12%` in 6 cells: up or down in a word of its own, so that no colour is needed. */
export function changeText(change: Change, glyphs: Glyphs): string {
  if (change === undefined) return glyphs.nought;
  if (change === 'new') return 'new';
  const parts = Math.round(Math.abs(change) * 100);
  if (parts === 0) return '=';
  const sign = change > 0 ? glyphs.up : glyphs.down;
  if (parts <= 999) return `${sign}${`${String(parts)}%`.padStart(5)}`;
  const times = Math.round(change + 1);
  return `${sign}${(times <= 999 ? `x${String(times)}` : '>x999').padStart(5)}`;
}

/** What changes much wants to be seen, in whichever direction; small changes are noise. */
export function changeRole(change: Change): Role {
  if (change === undefined) return Role.dim;
  if (change === 'new') return Role.warn;
  return Math.abs(change) < 0.5 ? Role.dim : change > 0 ? Role.warn : Role.accent;
}
