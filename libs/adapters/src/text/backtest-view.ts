import {
  type AlertExplanation,
  type AlertRule,
  type Comparison,
  ruleMessage,
  SEVERITIES,
  type ThresholdSuggestion,
} from '@hitwatch/domain';

import type { BacktestAlert, BacktestResult, BacktestRule } from '../json/backtest-document.ts';
import { fit, flow } from './columns.ts';
import { fileLines } from './file-view.ts';
import { metricChart } from './metric-chart.ts';
import { metricText, metricWords } from './metric-text.ts';
import { grouped, percent, shortDuration, shortRate } from './numbers.ts';
import { sanitize } from './sanitize.ts';
import { proofLines, type View } from './traffic-view.ts';
import type { Zone } from './zone.ts';

const COMPARISON_WORDS: Readonly<Record<Comparison, string>> = {
  above: 'above',
  at_or_above: 'at or above',
  below: 'below',
  at_or_below: 'at or below',
  change_above: 'grown by more than',
  change_below: 'fallen to less than',
};

export interface BacktestView extends View {
  readonly zone: Zone;
  /** Whether the terminal shows nothing but ASCII. */
  readonly isAscii: boolean;
}

/** `backtest --output text`: each rule as a chart, what it would have told, and why. */
export function backtestText(result: BacktestResult, view: BacktestView): string {
  const { files, lines, span } = result;
  const { zone, style } = view;
  const text: string[] = [];
  if (span === undefined) text.push('  no hits', '');
  else {
    const length = shortDuration((span.last - span.first + 1) * 1000);
    const when = `${zone.timestamp(span.first)} to ${zone.timestamp(span.last)} (${length})`;
    text.push(...flow([style.bold(`${grouped(lines.counted)} hits`), when], '   ', view.width), '');
  }
  for (const rule of result.rules) text.push(...ruleLines(rule, result.alerts, view), '');
  if (result.alerts.length > 0) text.push(...alertLines(result, view), '');
  text.push(...proofLines(lines, view));
  if (files.length > 1) text.push('', ...fileLines(files, view));
  return `${text.join('\n')}\n`;
}

function ruleLines(
  { rule, fired, plot, groupsOverflow, secondsOverflow, suggestion }: BacktestRule,
  alerts: readonly BacktestAlert[],
  view: BacktestView,
): string[] {
  const { style, width, zone, isAscii } = view;
  const times = fired === 1 ? 'fired once' : `fired ${grouped(fired)} times`;
  const lines = flow(
    [
      `${style.bold(sanitize(rule.name))}: ${ruleWords(rule)}`,
      fired === 0 ? style.good('never fired') : style.bad(times),
    ],
    '; ',
    width,
  );
  if (plot !== undefined) {
    const { lows, highs, first, last } = plot;
    const thresholds = Object.values(rule.severities).map(({ threshold }) => threshold);
    const spans = spansOf(rule, alerts, last + 1);
    const valueText = (value: number) => metricText(rule, value);
    const what = { lows, highs, first, last, thresholds, spans, valueText };
    lines.push(...metricChart({ ...what, zone, style, width, isAscii }));
  }
  const overflow = groupsOverflow + secondsOverflow;
  if (overflow > 0) {
    lines.push(style.bad(`  ${grouped(overflow)} hits were not looked at: there was no room`));
  }
  if (suggestion !== undefined) lines.push(...suggestionLines(suggestion, rule, view));
  return lines;
}

/** `hits per second over 2m, above 10` */
function ruleWords(rule: AlertRule): string {
  const { by, comparison, where, windowSeconds } = rule;
  const limits = SEVERITIES.flatMap((severity) => {
    const limit = rule.severities[severity];
    if (limit === undefined) return [];
    const isOnly = rule.severities.warning === undefined && severity === 'critical';
    return [`${metricText(rule, limit.threshold)}${isOnly ? '' : ` (${severity})`}`];
  });
  const isSilence = rule.metric === 'silence_seconds';
  return [
    metricWords(rule),
    where === undefined ? '' : ` of ${sanitize(where.text)}`,
    by === undefined ? '' : ` by ${by}`,
    isSilence ? '' : ` over ${shortDuration(windowSeconds * 1000)}`,
    `, ${COMPARISON_WORDS[comparison]} ${limits.join(' and ')}`,
  ].join('');
}

/** When alerts of a rule stood. */
function spansOf(
  rule: AlertRule,
  alerts: readonly BacktestAlert[],
  end: number,
): readonly (readonly [number, number])[] {
  const ends = new Map<string, number>();
  const keyOf = ({ transition: { startSecond, group } }: BacktestAlert) =>
    JSON.stringify([startSecond, group]);
  const own = alerts.filter((alert) => alert.rule === rule);
  for (const alert of own) {
    if (alert.transition.kind === 'recovered') ends.set(keyOf(alert), alert.transition.second);
  }
  return own
    .filter(({ transition }) => transition.kind === 'triggered')
    .map((alert) => [alert.transition.second, ends.get(keyOf(alert)) ?? end]);
}

function suggestionLines(
  { weeks, severity, thresholds }: ThresholdSuggestion,
  rule: AlertRule,
  { style, width }: BacktestView,
): string[] {
  if (thresholds.length === 0) return ['  no threshold to suggest: there was no value above 0'];
  const isOnly = Object.keys(rule.severities).length === 1;
  const word = COMPARISON_WORDS[rule.comparison];
  return [
    `  thresholds${isOnly ? '' : ` (${severity})`} for about so many alerts a week:`,
    ...thresholds.map(({ perWeekWanted, threshold, fired }) => {
      const times = fired === 1 ? 'once' : `${grouped(fired)} times`;
      const rate = fired === 0 ? '' : `, ${shortRate(fired / weeks)} a week`;
      const told = fired === 0 ? 'would never have fired' : `would have fired ${times}${rate}`;
      return fit(`    ${shortRate(perWeekWanted)}: ${word} ${threshold}, which ${told}`, width);
    }),
    ...(weeks < 1
      ? flow(
          [`the log is ${percent(weeks, 1)} of a week long`, 'take this as a first guess'],
          '; ',
          width,
        ).map((line) => style.dim(line))
      : []),
  ];
}

function alertLines({ alerts, hasStreams }: BacktestResult, view: BacktestView): string[] {
  const { style, zone, width } = view;
  const lines = alerts.flatMap(({ rule, transition, evidence }) => {
    const time = (second: number) => zone.timestamp(second);
    const { kind, muted } = transition;
    const message = sanitize(ruleMessage(rule, transition, time));
    // Never broken: it is searched for.
    const text = `  ${message}${muted ? ' (muted)' : ''}`;
    if (kind === 'recovered') return [style.good(text), ...peakLine(rule, transition, view)];
    return [style.bad(text), ...(evidence === undefined ? [] : evidenceLines(evidence, view))];
  });
  const triggered = alerts.filter(({ transition }) => transition.kind === 'triggered');
  const unexplained = triggered.filter(({ evidence }) => evidence === undefined).length;
  const aside = hasStreams
    ? '  what was read from a stream cannot be read again: drivers are those of files alone'
    : `  drivers are shown of the strongest alerts only, ${grouped(unexplained)} are without`;
  if (unexplained > 0) lines.push(style.dim(fit(aside, width)));
  return lines;
}

function peakLine(
  rule: AlertRule,
  { second, startSecond, peakValue }: BacktestAlert['transition'],
  { style }: BacktestView,
): string[] {
  if (peakValue === undefined) return [];
  const lasted = shortDuration((second - startSecond) * 1000);
  return [style.dim(`    lasted ${lasted}, worst ${metricText(rule, peakValue)}`)];
}

function evidenceLines(
  { drivers, samples }: AlertExplanation,
  { style, width }: BacktestView,
): string[] {
  const driven = drivers.map(({ dimension, hits, share, shareBefore, key }) => {
    const shares = `${percent(shareBefore, 1)} to ${percent(share, 1)}`;
    const figures = `${shares.padEnd(17)} ${grouped(hits).padStart(9)}`;
    return `    ${dimension.padEnd(8)} ${figures}  ${sanitize(key)}`;
  });
  return [
    ...driven.map((line) => fit(line, width)),
    ...samples.map((sample) => style.dim(fit(`      ${sanitize(sample)}`, width))),
  ];
}
