import { type AlertRule, DDSketch, isMuted, type RuleTransition } from '../../src/index.ts';
import type { RuleHit } from './rule-lines.ts';

/** What a rule looks at of one hit, without bytes and batches. */
export interface NaiveValue {
  readonly numerator: number;
  readonly divisor: number;
}

type Naive = NaiveValue | 'none' | 'unjudged';
type Sign = 1 | -1;

const CHANGES = new Set(['change_above', 'change_below']);
const LESS_IS_WORSE = new Set(['below', 'at_or_below', 'change_below']);
const COUNTS = new Set(['hits_per_second', 'bytes_per_second', 'status_count', 'distinct_clients']);

function statusOf({ status = '200' }: RuleHit): number {
  return status === '-' ? 0 : Number(status);
}

function isIn(hit: RuleHit, from: number, to: number): boolean {
  return statusOf(hit) >= from && statusOf(hit) <= to;
}

function figures(rule: AlertRule, hits: readonly RuleHit[]): NaiveValue & { hits: number } {
  const { metric, windowSeconds, status = { from: 0, to: 0 } } = rule;
  const share = hits.length;
  const bytes = hits.reduce((sum, { bytes: size = '5' }) => sum + (Number(size) || 0), 0);
  const ofStatus = hits.filter((hit) => isIn(hit, status.from, status.to)).length;
  const errors = hits.filter((hit) => isIn(hit, 500, 599)).length;
  switch (metric) {
    case 'hits_per_second':
      return { hits: share, numerator: share, divisor: windowSeconds };
    case 'bytes_per_second':
      return { hits: share, numerator: bytes, divisor: windowSeconds };
    case 'status_count':
      return { hits: share, numerator: ofStatus, divisor: 1 };
    case 'status_share':
      return { hits: share, numerator: ofStatus, divisor: share };
    case 'error_share':
      return { hits: share, numerator: errors, divisor: share };
    case 'distinct_clients': {
      const clients = new Set(hits.map(({ host }) => host));
      return { hits: share, numerator: clients.size, divisor: 1 };
    }
    case 'response_time': {
      const timed = hits.filter(({ timeMs }) => timeMs !== undefined);
      const sketch = new DDSketch();
      for (const { timeMs = 0 } of timed) sketch.add(timeMs * 1000);
      const micros = sketch.quantile(rule.quantile ?? 0) ?? 0;
      return { hits: timed.length, numerator: micros, divisor: 1_000_000 };
    }
    default:
      throw new Error(`no naive ${metric}`);
  }
}

/** What the rule sees at the end of a second, by going through all hits. */
export function naiveReading(
  rule: AlertRule,
  hits: readonly RuleHit[],
  second: number,
  first: number,
): Naive {
  const { metric, windowSeconds, comparison, minHits, noData } = rule;
  if (metric === 'silence_seconds') return naiveSilence(rule, hits, second);
  const sketched = metric === 'response_time' || metric === 'distinct_clients';
  const step = sketched ? Math.ceil(windowSeconds / 60) : 1;
  const length = Math.ceil(windowSeconds / step) * step;
  const end = Math.floor((second + 1) / step) * step - 1;
  const inside = (from: number, to: number) =>
    hits.filter((hit) => hit.second > from && hit.second <= to);
  if (sketched && end < first) return 'unjudged';
  const now = figures(rule, inside(end - length, end));
  const before = figures(rule, inside(end - 2 * length, end - length));
  const changes = CHANGES.has(comparison);
  const isFull = end - (changes ? 2 : 1) * length + 1 >= first;
  const needsFull = changes || (COUNTS.has(metric) && LESS_IS_WORSE.has(comparison));
  if (needsFull && !isFull) return 'unjudged';
  if (now.hits === 0 && !(noData === 'zero' && COUNTS.has(metric))) {
    return noData === 'alert' && !isFull ? 'unjudged' : 'none';
  }
  const judged = changes ? Math.max(now.hits, before.hits) : now.hits;
  if (now.hits > 0 && judged < minHits) return 'unjudged';
  if (!changes) return now;
  if (before.hits === 0 || before.numerator === 0) return 'unjudged';
  const numerator = now.numerator * before.divisor;
  return { numerator, divisor: now.divisor * before.numerator };
}

function naiveSilence(rule: AlertRule, hits: readonly RuleHit[], second: number): Naive {
  const heard = hits.filter((hit) => hit.second <= second).map((hit) => hit.second);
  if (heard.length === 0) return 'none';
  const last = Math.max(...heard);
  const busy = heard.filter((one) => one > last - rule.windowSeconds).length;
  if (second > last && busy < rule.minHits) return 'unjudged';
  return { numerator: second - last, divisor: 1 };
}

/** 1 above a threshold of at most three decimals, -1 below, in whole numbers. */
function side({ numerator, divisor }: NaiveValue, threshold: number): number {
  return Math.sign(numerator * 1000 - Math.round(threshold * 1000) * divisor);
}

/** One severity, with the seconds that were judged counted out one by one. */
class NaiveSeverity {
  isOn = false;
  readonly #rule: AlertRule;
  readonly #sign: Sign;
  readonly #limits: { readonly threshold: number; readonly recovery: number };
  /** Judged seconds since the value went past the threshold, or came back; -1 if it did not. */
  #counted = -1;

  constructor(rule: AlertRule, severity: 'warning' | 'critical') {
    this.#rule = rule;
    this.#sign = LESS_IS_WORSE.has(rule.comparison) ? -1 : 1;
    this.#limits = rule.severities[severity] ?? { threshold: NaN, recovery: NaN };
  }

  look(reading: Naive): void {
    const { noData, comparison, forSeconds, keepFiringForSeconds } = this.#rule;
    if (reading === 'unjudged' || (reading === 'none' && noData === 'keep')) return;
    let past: number;
    let back: number;
    if (reading === 'none' && noData !== 'zero') {
      past = noData === 'alert' ? 1 : -1;
      back = -past;
    } else {
      const value = reading === 'none' ? { numerator: 0, divisor: 1 } : reading;
      past = this.#sign * side(value, this.#limits.threshold);
      if (past === 0 && comparison.startsWith('at_')) past = 1;
      back = -this.#sign * side(value, this.#limits.recovery);
    }
    const turns = this.isOn ? back : past;
    const time = this.isOn ? keepFiringForSeconds : forSeconds;
    if (this.#counted >= 0) this.#counted++;
    if (turns < 0) this.#counted = -1;
    if (turns > 0 && this.#counted < 0) this.#counted = 0;
    if (turns > 0 && this.#counted >= time) {
      this.isOn = !this.isOn;
      this.#counted = -1;
    }
  }
}

export type Told = Pick<RuleTransition, 'kind' | 'severity' | 'second' | 'muted'>;

/** The policy by its words, second by second. */
export class NaivePolicy {
  readonly told: Told[] = [];
  readonly #rule: AlertRule;
  readonly #warning: NaiveSeverity;
  readonly #critical: NaiveSeverity;
  #level: 'warning' | 'critical' | undefined;
  #toldLevel: 'warning' | 'critical' | undefined;
  #toldSecond = 0;
  #again = 0;

  constructor(rule: AlertRule) {
    this.#rule = rule;
    this.#warning = new NaiveSeverity(rule, 'warning');
    this.#critical = new NaiveSeverity(rule, 'critical');
  }

  look(second: number, reading: Naive): void {
    const { severities, mutes, renotify } = this.#rule;
    if (severities.warning) this.#warning.look(reading);
    if (severities.critical) this.#critical.look(reading);
    const before = this.#level;
    const level = this.#critical.isOn ? 'critical' : this.#warning.isOn ? 'warning' : undefined;
    this.#level = level;
    const muted = isMuted(mutes, second);
    if (level === undefined) {
      if (before === undefined) return;
      const isUntold = this.#toldLevel === undefined;
      this.told.push({ kind: 'recovered', severity: before, second, muted: isUntold });
      this.#toldLevel = undefined;
      return;
    }
    if (level !== before) {
      const kind =
        before === undefined ? 'triggered' : level === 'critical' ? 'escalated' : 'deescalated';
      this.told.push({ kind, severity: level, second, muted });
    } else {
      if (muted) return;
      const wait = renotify
        ? Math.ceil(
            Math.min(renotify.maxSeconds, renotify.afterSeconds * renotify.factor ** this.#again),
          )
        : Infinity;
      const isKnown = this.#toldLevel === level;
      if (isKnown && this.#again >= (renotify?.timesMax ?? 0)) return;
      if (isKnown && second < this.#toldSecond + wait) return;
      this.told.push({ kind: 'renotified', severity: level, second, muted: false });
      this.#again = isKnown ? this.#again + 1 : 0;
      this.#toldLevel = level;
      this.#toldSecond = second;
      return;
    }
    if (muted) return;
    this.#toldLevel = level;
    this.#toldSecond = second;
    this.#again = 0;
  }
}

/** All that a rule without groups tells of hits in order, from the first to `last`. */
export function naiveTold(rule: AlertRule, hits: readonly RuleHit[], last: number): Told[] {
  const policy = new NaivePolicy(rule);
  const first = Math.min(...hits.map(({ second }) => second));
  for (let at = first; at <= last; at++) {
    policy.look(at, naiveReading(rule, hits, at, first));
  }
  return policy.told;
}
