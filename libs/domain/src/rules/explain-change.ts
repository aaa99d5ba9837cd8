import { isServerError } from '../tables/status-table.ts';
import type { TableSnapshot } from '../tables/table-snapshot.ts';
import { type AlertExplanation, UNEXPLAINED } from './alert-change.ts';
import { type AlertRule, isOfFiles } from './alert-rule.ts';
import { DRIVER_DIMENSIONS, type DriverDimension, drivers, type DriverTables } from './drivers.ts';
import type { HitSample, HitSamples } from './hit-samples.ts';
import type { RuleTransition } from './rule-transition.ts';

/** Of each dimension. */
const DRIVERS_MAX = 3;
const SAMPLES_MAX = 3;
/** A share that has grown by less is not what drove an alert. */
const GROWTH_MIN = 0.01;
/** Windows of longer rules are explained by their last quarter of an hour and the one before. */
const WINDOW_SECONDS_MAX = 900;
const NONE = '(none)';

/** How far back hits are needed to explain the changes of some rules, in seconds. */
export function explainedSeconds(rules: readonly AlertRule[]): number {
  const longest = Math.max(1, ...rules.map(({ windowSeconds }) => windowSeconds));
  return 2 * Math.min(longest, WINDOW_SECONDS_MAX);
}

/**
 * What was behind a change for the worse: among the hits that the rule looks at, of the group that
 * it is about, the keys whose share has grown most from the window before to this one, and some of
 * those hits. Where the rule is about some statuses, among the hits that have them. `mark` is the
 * bit that hits have which the rule looks at.
 */
export function explainChange(
  rule: AlertRule,
  transition: RuleTransition,
  samples: HitSamples,
  mark: number,
): AlertExplanation {
  const { kind, second, group } = transition;
  if (kind === 'recovered' || kind === 'deescalated' || isOfFiles(rule.metric)) return UNEXPLAINED;
  const seconds = Math.min(rule.windowSeconds, WINDOW_SECONDS_MAX);
  const now = new KeyCounts();
  const before = new KeyCounts();
  const lines: string[] = [];
  samples.each(second - 2 * seconds, second, (sample) => {
    if ((sample.marks & mark) === 0 || !isOfStatus(rule, sample)) return;
    if (group !== undefined && groupOf(rule, sample) !== group) return;
    const isNow = sample.second > second - seconds;
    (isNow ? now : before).add(sample);
    if (isNow && lines.length < SAMPLES_MAX) lines.push(sample.line());
  });
  const grown = drivers(now.tables(), before.tables(), Infinity).filter(
    ({ share, shareBefore }) => share - shareBefore >= GROWTH_MIN,
  );
  const strongest = DRIVER_DIMENSIONS.flatMap((wanted) =>
    grown.filter(({ dimension }) => dimension === wanted).slice(0, DRIVERS_MAX),
  );
  return { drivers: strongest, hitsBefore: before.hits, samples: lines.reverse() };
}

/** Counts of hits by key, one table a dimension. */
class KeyCounts {
  readonly #counts = new Map<DriverDimension, Map<string, number>>(
    DRIVER_DIMENSIONS.map((dimension) => [dimension, new Map<string, number>()]),
  );

  hits = 0;

  add(sample: HitSample): void {
    this.hits += sample.weight;
    for (const [dimension, counts] of this.#counts) {
      const key = keyOf(dimension, sample);
      counts.set(key, (counts.get(key) ?? 0) + sample.weight);
    }
  }

  tables(): DriverTables {
    return {
      sections: this.#table('sections'),
      clients: this.#table('clients'),
      status: this.#table('status'),
      urls: this.#table('urls'),
    };
  }

  #table(dimension: DriverDimension): TableSnapshot {
    const counts = this.#counts.get(dimension) ?? new Map<string, number>();
    const rows = [...counts].map(([key, hits]) => ({ key, hits, bytes: 0, errors: 0 }));
    return { rows, other: 0, distinct: counts.size, error: 0 };
  }
}

function keyOf(dimension: DriverDimension, sample: HitSample): string {
  switch (dimension) {
    case 'sections':
      return sample.text('section') || NONE;
    case 'clients':
      return sample.text('client') || NONE;
    case 'urls':
      return sample.text('url') || NONE;
    case 'status':
      return statusText(sample.status);
  }
}

function groupOf({ by }: AlertRule, sample: HitSample): string {
  switch (by) {
    case 'file':
      return sample.file;
    case 'status':
      return statusText(sample.status);
    case undefined:
      return '';
    default:
      return sample.text(by) || NONE;
  }
}

function statusText(status: number): string {
  return status === 0 ? NONE : String(status);
}

function isOfStatus({ metric, status }: AlertRule, sample: HitSample): boolean {
  switch (metric) {
    case 'error_share':
      return isServerError(sample.status);
    case 'status_count':
    case 'status_share': {
      const { from = 500, to = 599 } = status ?? {};
      return sample.status >= from && sample.status <= to;
    }
    default:
      return true;
  }
}
