import { type AlertRecord, type Driver, roundedValue } from '@hitwatch/domain';

import { cells, fit, padEnd, padStart } from './columns.ts';
import { driverName } from './driver-line.ts';
import { grouped, percent, shortDuration } from './numbers.ts';
import { sanitize } from './sanitize.ts';
import type { View } from './traffic-view.ts';
import type { Zone } from './zone.ts';

const ID_CELLS = 8;
const NAME_CELLS_MAX = 40;
const TITLES = ['id', 'from', 'lasted', 'severity', 'rule', 'start', 'peak', 'end'] as const;
/** Numbers stand at the right of their column. */
const RIGHT = [false, false, true, false, false, true, true, true];

/** Alerts as a person reads them, the newest last: a row each, or all that is known of each. */
export function alertsText(
  records: readonly AlertRecord[],
  zone: Zone,
  view: View,
  isDetailed: boolean,
): string {
  const lines = isDetailed
    ? records.flatMap((record, at) => [...(at === 0 ? [] : ['']), ...detail(record, zone, view)])
    : table(records, zone, view);
  return lines.map((line) => `${line}\n`).join('');
}

function table(records: readonly AlertRecord[], zone: Zone, { style, width }: View): string[] {
  const rows = records.map((record) => rowOf(record, zone));
  const widths = TITLES.map((title, column) =>
    Math.max(cells(title), ...rows.map((row) => cells(row[column] ?? ''))),
  );
  const lineOf = (row: readonly string[]) => {
    const padded = row.map((text, column) => {
      const room = widths[column] ?? 0;
      return RIGHT[column] === true ? padStart(text, room) : padEnd(text, room);
    });
    return fit(`  ${padded.join('  ')}`, width).trimEnd();
  };
  return [
    style.dim(lineOf(TITLES)),
    ...rows.map((row, at) => {
      const line = lineOf(row);
      return records[at]?.state === 'firing' ? style.bad(line) : line;
    }),
  ];
}

function rowOf(record: AlertRecord, zone: Zone): readonly string[] {
  return [
    record.id.slice(0, ID_CELLS),
    zone.timestamp(record.startSecond),
    lasted(record),
    record.severity,
    fit(nameOf(record), NAME_CELLS_MAX),
    valueText(record.startValue),
    valueText(record.peakValue),
    valueText(record.endValue),
  ];
}

function detail(record: AlertRecord, zone: Zone, { style, width }: View): string[] {
  const { first, startSecond, endSecond, severity } = record;
  const title = `${nameOf(record)}: ${severity}, ${lasted(record)}${first.muted ? ', muted' : ''}`;
  const values = [
    ['start', record.startValue],
    ['peak', record.peakValue],
    ['end', record.endValue],
  ] as const;
  const known = values.filter(([, value]) => value !== undefined);
  const labels = first.labels.map(([name, value]) => `${name}=${value}`).join(' ');
  const facts: readonly (readonly [string, string])[] = [
    ['id', record.id],
    ['from', zone.timestamp(startSecond)],
    ...(endSecond === undefined ? [] : [['to', zone.timestamp(endSecond)] as const]),
    [
      metricWords(first.metric),
      known.map(([name, value]) => `${name} ${valueText(value)}`).join(', '),
    ],
    ['threshold', `${grouped(first.threshold)} over ${shortDuration(first.windowSeconds * 1000)}`],
    ...(labels === '' ? [] : [['labels', labels] as const]),
  ];
  const room = Math.max(...facts.map(([name]) => cells(name)));
  return [
    fit(record.state === 'firing' ? style.bad(title) : style.bold(title), width),
    ...facts.map(([name, text]) =>
      fit(`  ${style.dim(padEnd(name, room))}  ${sanitize(text)}`, width),
    ),
    ...(first.drivers.length === 0 ? [] : [style.dim('  what drove it')]),
    ...first.drivers.map((driver) => fit(`    ${driverRow(driver, first.hitsBefore > 0)}`, width)),
    ...(first.samples.length === 0 ? [] : [style.dim('  lines')]),
    ...first.samples.map((line) => fit(`    ${sanitize(line)}`, width)),
  ];
}

function driverRow(driver: Driver, hasBefore: boolean): string {
  const { hits, hitsBefore, share, shareBefore } = driver;
  const now = `${percent(share, 1)} of the hits (${grouped(hits)})`;
  const was = hasBefore ? `, was ${percent(shareBefore, 1)} (${grouped(hitsBefore)})` : '';
  return `${driverName(driver)}  ${now}${was}`;
}

function nameOf({ first: { rule, group } }: AlertRecord): string {
  return sanitize(group === undefined ? rule : `${rule} ${group}`);
}

function lasted({ state, startSecond, endSecond }: AlertRecord): string {
  if (endSecond === undefined) return state;
  return shortDuration((endSecond - startSecond) * 1000);
}

function valueText(value: number | undefined): string {
  return value === undefined ? '·' : String(roundedValue(value, 1));
}

function metricWords(metric: string): string {
  return metric.replaceAll('_', ' ');
}
