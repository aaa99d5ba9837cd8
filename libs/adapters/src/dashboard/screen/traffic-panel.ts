import type { Quantiles, TrafficSnapshot } from '@hitwatch/domain';
import type { TimeSpan } from '@hitwatch/ports';

import { percent, shortBytes, shortDuration, shortTime } from '../../text/numbers.ts';
import type { DashboardModel } from '../model/dashboard-model.ts';
import type { Frame } from './frame.ts';
import type { Region } from './layout.ts';
import { Role } from './role.ts';
import { drawRule } from './rule.ts';
import { rateText, shortCount } from './short-figures.ts';
import type { Glyphs } from './theme.ts';

/** A name and its value, at the right end of a width that no value of its kind outgrows. */
interface Field {
  readonly name: string;
  readonly value: string;
  readonly cells: number;
  readonly role?: Role;
}

const CLASSES = [
  { name: '2xx', index: 2, role: Role.success },
  { name: '3xx', index: 3, role: Role.redirect },
  { name: '4xx', index: 4, role: Role.refused },
  { name: '5xx', index: 5, role: Role.failed },
] as const;

const CLASS_CELLS = 9;
const FIELD_GAP = 2;

/** `last 10s`, `last 1m`, `since the start, 2h 5m`. */
export function spanText(span: TimeSpan, { span: { fromMs, toMs } }: DashboardModel): string {
  const length = shortDuration(toMs - fromMs);
  return span === 'total' ? `since the start, ${length}` : `last ${length}`;
}

/** The traffic as a whole: mix of status, figures, times and sizes; a row each. */
export function drawTraffic(
  frame: Frame,
  region: Region,
  model: DashboardModel,
  glyphs: Glyphs,
  title: string,
): void {
  const { traffic } = model.span;
  const { top, rows, columns } = region;
  drawRule(frame, region, title, '', glyphs);
  if (rows > 1) drawFields(frame, top + 1, columns, figures(model));
  if (rows > 2) drawMix(frame, top + 2, columns, traffic, glyphs);
  if (rows > 3) drawFields(frame, top + 3, columns, quantileFields(traffic, glyphs));
}

function drawMix(
  frame: Frame,
  row: number,
  columns: number,
  { hits, statusClasses }: TrafficSnapshot,
  glyphs: Glyphs,
): void {
  let column = 1;
  CLASSES.forEach(({ name, index, role }, place) => {
    const count = statusClasses[index] ?? 0;
    const isNought = count === 0;
    frame.fill(row, column, 1, isNought ? ' ' : (glyphs.mix[place] ?? ' '), role);
    frame.put(row, column + 2, 3, name, Role.dim);
    const valueRole = isNought ? Role.dim : index === 5 ? Role.bad : Role.text;
    frame.putRight(row, column + 6, 5, isNought ? glyphs.nought : percent(count, hits), valueRole);
    column += 2 + CLASS_CELLS + FIELD_GAP;
  });
  const width = columns - column - 1;
  if (width < 8 || hits === 0) return;
  drawStacked(frame, row, column, width, statusClasses, hits, glyphs);
}

/** One bar of all classes; what is not nothing has a cell at least, out of the largest one. */
function drawStacked(
  frame: Frame,
  row: number,
  left: number,
  width: number,
  classes: readonly number[],
  hits: number,
  glyphs: Glyphs,
): void {
  const parts = CLASSES.map(({ index, role }, place) => {
    const count = classes[index] ?? 0;
    const cells = count === 0 ? 0 : Math.max(1, Math.round((count / hits) * width));
    return { cells, role, char: glyphs.mix[place] ?? ' ' };
  });
  const sum = parts.reduce((all, { cells }) => all + cells, 0);
  const largest = parts.reduce((a, b) => (b.cells > a.cells ? b : a));
  largest.cells = Math.max(0, largest.cells - Math.max(0, sum - width));
  let column = left;
  for (const { cells, role, char } of parts) {
    frame.fill(row, column, Math.min(cells, left + width - column), char, role);
    column += cells;
  }
}

function figures({ span }: DashboardModel): readonly Field[] {
  const { traffic, fromMs, toMs } = span;
  const seconds = Math.max(toMs - fromMs, 1) / 1000;
  const { visitors, errors, hits, bytes, peak } = traffic;
  const estimate = `${visitors.error === 0 ? '' : '~'}${shortCount(visitors.estimate, 6)}`;
  return [
    { name: 'hits', value: shortCount(hits, 7), cells: 7 },
    { name: '', value: `${rateText(hits / seconds)}/s`, cells: 8, role: Role.strong },
    {
      name: '',
      value: `${shortBytes(bytes / seconds < 1 ? 0 : Math.round(bytes / seconds))}/s`,
      cells: 9,
    },
    { name: 'visitors', value: estimate, cells: 7 },
    { name: '5xx', value: percent(errors, hits), cells: 5, role: errors > 0 ? Role.bad : Role.dim },
    { name: 'peak', value: `${shortCount(peak?.hits ?? 0, 7)}/s`, cells: 9 },
    { name: 'sent', value: shortBytes(bytes), cells: 7 },
    {
      name: 'received',
      value: traffic.requestBytes === undefined ? '' : shortBytes(traffic.requestBytes),
      cells: 7,
    },
  ];
}

function quantileFields(traffic: TrafficSnapshot, { nought }: Glyphs): readonly Field[] {
  const { responseTimes, upstreamTimes, sizes } = traffic;
  const times =
    responseTimes === undefined
      ? []
      : [...quantiles('time', responseTimes, shortTime, 6, nought).slice(0, 4)];
  const upstream =
    upstreamTimes === undefined ? [] : quantiles('upstream', upstreamTimes, shortTime, 6, nought);
  return [...times, ...quantiles('size', sizes, shortBytes, 7, nought), ...upstream];
}

function quantiles(
  name: string,
  values: Quantiles | undefined,
  short: (value: number) => string,
  cells: number,
  nought: string,
): Field[] {
  const text = (value: number | undefined) => (value === undefined ? nought : short(value));
  return [
    { name: `${name} p50`, value: text(values?.p50), cells },
    { name: 'p95', value: text(values?.p95), cells, role: Role.strong },
    { name: 'p99', value: text(values?.p99), cells },
    ...(name === 'size' ? [{ name: 'max', value: text(values?.max), cells }] : []),
  ];
}

/** Fields one after the other, as many as there is room for. */
function drawFields(frame: Frame, row: number, columns: number, fields: readonly Field[]): void {
  let column = 1;
  for (const { name, value, cells, role } of fields) {
    if (value === '') continue;
    const width = (name === '' ? 0 : name.length + 1) + cells;
    if (column + width > columns - 1) return;
    frame.put(row, column, name.length, name, Role.dim);
    frame.putRight(row, column + width - cells, cells, value, role ?? Role.text);
    column += width + FIELD_GAP;
  }
}
