import { shortBytes, shortDuration } from '../../text/numbers.ts';
import { cells, fit } from '../../text/columns.ts';
import { sanitize } from '../../text/sanitize.ts';
import type { DashboardModel } from '../model/dashboard-model.ts';
import type { ViewState } from '../view/view-state.ts';
import type { Frame } from './frame.ts';
import { Role } from './role.ts';
import { rateText } from './short-figures.ts';
import { drawSpark, sparkOf } from './sparkline.ts';
import type { Glyphs } from './theme.ts';

/** Cells left of the sparkline, and right of it. */
const RATE_CELLS = 16;
const STATE_CELLS = 30;
/** Seconds that `now` means: one alone would flicker. */
const NOW_SECONDS = 5;
/** A backlog that is worth a word. */
const BEHIND_BYTES_MIN = 1_000_000;

/** What is watched, how much comes now, and how that stands to the threshold. */
export function drawHeader(
  frame: Frame,
  model: DashboardModel,
  view: ViewState,
  glyphs: Glyphs,
  sparkRows: number,
): void {
  drawTitle(frame, model, view, glyphs, sparkRows === 0);
  if (sparkRows === 0) return;
  const { threshold } = model;
  const stateCells = frame.columns < 60 ? 12 : STATE_CELLS;
  const columns = Math.max(0, frame.columns - RATE_CELLS - stateCells - 2);
  const spark = sparkOf(model.hitsPerSecond, model.second, columns, threshold);
  const region = { top: 1, left: RATE_CELLS, columns, rows: sparkRows };
  drawSpark(frame, region, spark, threshold, glyphs);
  const rate = rateText(rateNow(model));
  frame.putRight(1, 1, 7, rate, Role.strong);
  frame.put(1, 9, 6, 'hits/s', Role.dim);
  const span = shortDuration(spark.values.length * spark.secondsPerColumn * 1000);
  if (sparkRows > 1) frame.putRight(2, 1, 14, `last ${span}`, Role.dim);
  if (sparkRows > 2) frame.putRight(3, 1, 14, `0 to ${rateText(spark.top)}/s`, Role.dim);
  drawState(frame, model, glyphs, frame.columns - stateCells, sparkRows);
}

/** Hits per second of the last whole seconds. */
export function rateNow({ hitsPerSecond }: DashboardModel): number {
  // The second that is open has only begun.
  const whole = hitsPerSecond.length > 1 ? hitsPerSecond.slice(0, -1) : hitsPerSecond;
  const last = whole.slice(-NOW_SECONDS);
  return last.length === 0 ? 0 : last.reduce((sum, hits) => sum + hits, 0) / last.length;
}

/** The state of the alert in a few words. */
export function stateText({ alertState }: DashboardModel, glyphs: Glyphs): string {
  return alertState === 'high' ? ` ${glyphs.up} HIGH TRAFFIC ` : `${glyphs.on} normal`;
}

export function stateRole({ alertState }: DashboardModel): Role {
  return alertState === 'high' ? Role.alarm : Role.good;
}

function drawTitle(
  frame: Frame,
  model: DashboardModel,
  view: ViewState,
  glyphs: Glyphs,
  withState: boolean,
): void {
  const { nowMs, zone } = model;
  let right = frame.columns - 1;
  const putBefore = (text: string, role: Role): void => {
    const width = cells(text);
    if (right - width < 12) return;
    right -= width;
    frame.put(0, right, width, text, role);
    right -= 2;
  };
  putBefore(zone.timeOfDay(nowMs), Role.dim);
  if (withState) putBefore(stateText(model, glyphs), stateRole(model));
  const activity = activityOf(model, view, glyphs);
  putBefore(activity.text, activity.role);
  const left = 1 + frame.put(0, 1, 8, 'hitwatch', Role.title) + 2;
  const running = shortDuration(nowMs - model.startedMs);
  const formats = [...new Set(model.fileTallies.map(({ format }) => format))].join(', ');
  const parts = formats === '' ? [running] : [formats, running];
  const after = parts.map((part) => ` ${glyphs.nought} ${part}`).join('');
  const tail = fit(sanitize(after), 40);
  const room = right - left;
  const isWhole = room - cells(tail) >= 12;
  const used = frame.put(0, left, isWhole ? room - cells(tail) : room, filesText(model.files));
  if (isWhole) frame.put(0, left + used, room - used, tail, Role.dim);
}

function activityOf(
  { behindBytes, silentMs }: DashboardModel,
  { isPaused }: ViewState,
  glyphs: Glyphs,
): { readonly text: string; readonly role: Role } {
  if (isPaused) return { text: ` ${glyphs.paused} PAUSED `, role: Role.alarm };
  if ((behindBytes ?? 0) >= BEHIND_BYTES_MIN) {
    return { text: `${shortBytes(behindBytes ?? 0)} behind`, role: Role.warn };
  }
  if (silentMs === undefined) return { text: `${glyphs.off} waiting`, role: Role.dim };
  if (silentMs < 10_000) return { text: `${glyphs.on} live`, role: Role.good };
  return { text: `${glyphs.off} silent for ${shortDuration(silentMs)}`, role: Role.warn };
}

function filesText(files: readonly string[]): string {
  const names = files.map((file) => (file === '-' ? 'standard input' : file));
  const [first = 'nothing'] = names;
  return names.length > 1 ? `${String(names.length)} files: ${names.join(', ')}` : first;
}

function drawState(
  frame: Frame,
  model: DashboardModel,
  glyphs: Glyphs,
  left: number,
  rows: number,
): void {
  const { windowHits, windowSeconds, threshold, alerts, zone } = model;
  const width = frame.columns - left - 1;
  const state = stateText(model, glyphs);
  frame.put(1, left, width, width < 14 ? state.trim() : state, stateRole(model));
  if (rows > 1 && threshold !== undefined && windowSeconds !== undefined) {
    const average = rateText((windowHits ?? 0) / windowSeconds);
    const over = shortDuration(windowSeconds * 1000);
    frame.putRight(2, left, 7, average, Role.strong);
    frame.put(2, left + 7, width - 7, `/s in ${over}, limit ${rateText(threshold)}`, Role.dim);
  }
  const last = alerts.at(-1);
  if (rows > 2 && last !== undefined) {
    frame.put(3, left, width, `  since ${zone.timeOfDay(last.second * 1000)}`, Role.dim);
  }
}
