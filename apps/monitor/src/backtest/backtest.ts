import type { BacktestAlert, BacktestResult, BacktestRule } from '@hitwatch/adapters';
import {
  type AlertExplanation,
  type AlertRule,
  type AlertToExplain,
  EvidenceTable,
  fileTally,
  MetricPlot,
  type RollupOptions,
  type RuleSeries,
  type RuleTransition,
  suggestThresholds,
} from '@hitwatch/domain';

import type { FormatChoice } from '../formats.ts';
import { countLogs, type LogsToRead } from '../report/count-logs.ts';
import { countParts } from '../report/crew.ts';
import { evidenceCounting, seriesCounting } from './counting.ts';
import { planEvidence, type ReadStretches } from './plan-evidence.ts';
import { SeriesSum } from './series-parts.ts';
import { strongest } from './strongest.ts';

/** Alerts that are explained; each takes the memory of two rollups of its windows. */
const EXPLAINED_MAX = 50;
/** Hits in the windows of those that are explained at one time: their keys are held. */
const HITS_AT_ONCE = 200_000;
/** In a window of which it is not known. */
const HITS_SUPPOSED = 25_000;

export interface BacktestJob extends LogsToRead {
  readonly rules: readonly AlertRule[];
  readonly rollup: RollupOptions;
  readonly formats: FormatChoice;
  /** Drivers of each dimension; 0 for all that are known. */
  readonly driversMax: number;
  /** Columns in which the metrics are drawn. */
  readonly columns: number;
  /** About how many alerts a week thresholds are to be suggested for; undefined for none. */
  readonly perWeek: number | undefined;
  /** As `onProgress`, of what is read a second time. */
  readonly onEvidence?: ((countedBytes: number, bytes: number) => void) | undefined;
}

/**
 * What rules would have told of whole logs: each hit counts in its own second, whatever the order
 * of lines and files, and each second is looked at from the first hit to the last and the window
 * behind it. What drove the alerts is found in a second pass over the bytes of their time. Rejects
 * with an `EnvironmentFailure` for a file that cannot be read.
 */
export async function backtest(job: BacktestJob): Promise<BacktestResult> {
  const { rules, rollup, formats } = job;
  const options = { rules, seed: rollup.seed, formats };
  const sum = new SeriesSum(options);
  const files = await countLogs(job, seriesCounting(options), options, sum);
  const judged = rules.map((rule, index) => judge(sum.series, index, rule, job));
  const alerts = judged
    .flatMap(({ told, result: { rule } }) => told.map((transition) => ({ rule, transition })))
    .sort((a, b) => a.transition.second - b.transition.second);
  const evidence = await explain(sum.read, alerts, job);
  return {
    files: files.map(({ path, account, damage }) => ({
      ...fileTally(path, account),
      ...(damage === undefined ? {} : { damage }),
    })),
    lines: sum.lines.snapshot(),
    span: sum.series.span,
    hasStreams: sum.hasStreams,
    rules: judged.map(({ result }) => result),
    alerts: alerts.map((alert) => ({ ...alert, evidence: evidence.get(alert.transition) })),
  };
}

function judge(
  series: RuleSeries,
  index: number,
  rule: AlertRule,
  { columns, perWeek }: BacktestJob,
): { readonly result: BacktestRule; readonly told: readonly RuleTransition[] } {
  const { span } = series;
  const plot = span && new MetricPlot(rule, span, columns);
  const told = series.look(index, { observer: plot });
  plot?.finish();
  // Said last: some groups had room in the series and none at their time.
  const { groups = 0, cells = 0 } = series.overflow()[index] ?? {};
  const suggestion =
    plot === undefined || perWeek === undefined
      ? undefined
      : suggestThresholds(series, index, rule, plot, perWeek);
  const fired = told.filter(({ kind, muted }) => kind === 'triggered' && !muted).length;
  const overflow = { groupsOverflow: groups, secondsOverflow: cells };
  return { result: { rule, fired, plot, ...overflow, suggestion }, told };
}

/** Evidence of the strongest alerts, by the transition that told of them first. */
async function explain(
  read: readonly ReadStretches[],
  alerts: readonly Omit<BacktestAlert, 'evidence'>[],
  { jobs, rollup, formats, driversMax, onEvidence }: BacktestJob,
): Promise<ReadonlyMap<RuleTransition, AlertExplanation>> {
  const found = new Map<RuleTransition, AlertExplanation>();
  if (read.length === 0) return found;
  const chosen = strongest(alerts, EXPLAINED_MAX);
  const waves = inWaves(chosen);
  const ranges = waves.map((wave) => planEvidence(read, wave.map(toExplain), formats));
  const bytes = ranges.flat().reduce((total, range) => total + range.bytes, 0);
  let countedBytes = 0;
  for (const [at, wave] of waves.entries()) {
    const toCount = wave.map(toExplain);
    const table = new EvidenceTable(toCount, rollup);
    const counting = evidenceCounting({ alerts: toCount, rollup, formats });
    await countParts(ranges[at] ?? [], jobs, counting, ({ counted }, range) => {
      table.merge(counted);
      countedBytes += range.bytes;
      onEvidence?.(countedBytes, bytes);
    });
    table.evidence(driversMax === 0 ? Infinity : driversMax).forEach((evidence, index) => {
      const alert = wave[index];
      if (alert) found.set(alert.transition, evidence);
    });
  }
  return found;
}

/** Few passes over the same bytes, each over windows of not too many hits. */
function inWaves<T extends Omit<BacktestAlert, 'evidence'>>(alerts: readonly T[]): readonly T[][] {
  const waves: T[][] = [];
  let room = 0;
  for (const alert of alerts) {
    const { metric, numerator = HITS_SUPPOSED } = alert.transition;
    const hits = metric === 'hits_per_second' ? numerator : HITS_SUPPOSED;
    if (room < hits) waves.push([]);
    room = room < hits ? HITS_AT_ONCE - hits : room - hits;
    waves.at(-1)?.push(alert);
  }
  return waves;
}

function toExplain({ rule, transition }: Omit<BacktestAlert, 'evidence'>): AlertToExplain {
  return { rule, group: transition.group, second: transition.second };
}
