import { shortDuration } from '../../text/numbers.ts';
import { alertEntry, type AlertEntry } from '../model/alert-entry.ts';
import type { DashboardModel } from '../model/dashboard-model.ts';
import type { Frame } from './frame.ts';
import type { Region } from './layout.ts';
import { Role } from './role.ts';
import { drawRule } from './rule.ts';
import { shortCount } from './short-figures.ts';
import type { Glyphs } from './theme.ts';
import { firstShown } from './window-of-rows.ts';

/** The alert history that is always in sight: newest first, never cleared. */
export function drawAlerts(
  frame: Frame,
  region: Region,
  model: DashboardModel,
  glyphs: Glyphs,
): void {
  const { top, rows } = region;
  if (rows < 1) return;
  if (rows === 1) {
    drawEntries(frame, region, model, glyphs, 0, undefined);
    return;
  }
  const hidden = model.alerts.length - (rows - 1);
  const hint = hidden > 0 ? `a: ${shortCount(hidden, 7)} earlier` : '';
  drawRule(frame, region, titleOf(model), hint, glyphs);
  drawEntries(frame, { ...region, top: top + 1, rows: rows - 1 }, model, glyphs, 0, undefined);
}

/** The whole history, and below it all that is known of the one that is chosen. */
export function drawAlertPage(
  frame: Frame,
  region: Region,
  model: DashboardModel,
  glyphs: Glyphs,
  chosen: number,
): void {
  const { top, left, columns, rows } = region;
  drawRule(frame, region, titleOf(model), 'Esc: back', glyphs);
  const { alerts, zone } = model;
  const entry = alertEntry(alerts, alerts.length - 1 - chosen, zone);
  const notices = model.notices.slice(-3);
  const detailRows = entry === undefined ? 0 : Math.min(entry.details.length + 3, rows - 4);
  const noticeRows = notices.length === 0 || rows < 18 ? 0 : notices.length + 1;
  const listRows = Math.max(1, rows - 1 - Math.max(0, detailRows) - noticeRows);
  const first = firstShown(chosen, alerts.length, listRows);
  const list = { ...region, top: top + 1, rows: listRows };
  drawEntries(frame, list, model, glyphs, first, chosen);
  let row = top + 1 + listRows;
  if (entry !== undefined && detailRows > 0) {
    drawDetail(frame, { top: row, left, columns, rows: detailRows }, entry, glyphs);
    row += detailRows;
  }
  if (noticeRows === 0) return;
  drawRule(frame, { top: row, left, columns }, 'notices', '', glyphs);
  notices.toReversed().forEach(({ atMs, message }, index) => {
    const used = frame.put(row + 1 + index, left + 1, 9, `${zone.timeOfDay(atMs)} `, Role.dim);
    frame.put(row + 1 + index, left + 2 + used, columns - used - 3, message);
  });
}

function titleOf({ alerts, threshold, windowSeconds }: DashboardModel): string {
  const count = alerts.length === 0 ? '' : ` ${shortCount(alerts.length, 7)}`;
  if (threshold === undefined || windowSeconds === undefined) return `alerts${count}`;
  const over = shortDuration(windowSeconds * 1000);
  return `alerts${count} (above ${String(threshold)}/s over ${over})`;
}

function drawEntries(
  frame: Frame,
  { top, left, columns, rows }: Region,
  { alerts, zone }: DashboardModel,
  glyphs: Glyphs,
  first: number,
  chosen: number | undefined,
): void {
  if (alerts.length === 0) {
    frame.put(top, left + 1, columns - 2, 'no alert so far', Role.dim);
    return;
  }
  for (let index = 0; index < rows; index++) {
    const place = first + index;
    const entry = alertEntry(alerts, alerts.length - 1 - place, zone);
    if (entry === undefined) return;
    const row = top + index;
    const { isFiring } = entry;
    const sign = isFiring ? glyphs.up : glyphs.down;
    frame.put(row, left + 1, 1, sign, isFiring ? Role.bad : Role.good);
    const room = columns - 4;
    const text = entry.message.length <= room ? entry.message : entry.shortMessage;
    // What is now is bright; what has been is quiet.
    const role = place > 0 ? Role.dim : isFiring ? Role.bad : Role.text;
    frame.put(row, left + 3, room, text, role);
    if (place !== chosen) continue;
    frame.put(row, left, 1, glyphs.cursor, Role.key);
    frame.select(row, left, columns);
  }
}

function drawDetail(
  frame: Frame,
  region: Region,
  { message, details }: AlertEntry,
  glyphs: Glyphs,
): void {
  const { top, left, columns, rows } = region;
  drawRule(frame, region, 'in detail', '', glyphs);
  const half = Math.ceil(message.length / Math.ceil(message.length / (columns - 2)));
  const cut = message.length <= columns - 2 ? message.length : message.lastIndexOf(' ', half + 12);
  frame.put(top + 1, left + 1, columns - 2, message.slice(0, cut), Role.strong);
  frame.put(top + 2, left + 1, columns - 2, message.slice(cut).trimStart(), Role.strong);
  details.slice(0, rows - 3).forEach(([name, value], index) => {
    frame.put(top + 3 + index, left + 1, 10, name, Role.dim);
    frame.put(top + 3 + index, left + 12, columns - 13, value);
  });
}
