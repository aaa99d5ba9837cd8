import { type AlertChange, changeId, isFiring } from './alert-change.ts';
import { SEVERITIES, type Severity } from './alert-rule.ts';

export const RECORD_STATES = ['firing', 'recovered', 'unfinished'] as const;
/** `unfinished`: it began again before anybody saw it recover. */
export type RecordState = (typeof RECORD_STATES)[number];

/** An alert from its begin to its end, as its changes tell it. */
export interface AlertRecord {
  /** That of the change with which it began, whether or not that is known. */
  readonly id: string;
  readonly state: RecordState;
  /** The change with which it began, or the first one that is known. */
  readonly first: AlertChange;
  /** The last one that is known. */
  readonly last: AlertChange;
  /** The highest that it had. */
  readonly severity: Severity;
  readonly startSecond: number;
  /** Undefined unless it has recovered. */
  readonly endSecond: number | undefined;
  readonly startValue: number | undefined;
  readonly peakValue: number | undefined;
  /** At its recovery; undefined before, and where there was nothing to judge. */
  readonly endValue: number | undefined;
  /** How many changes of it are known. */
  readonly changes: number;
}

/** Alerts that are held; with more, the oldest are given up. */
const RECORDS_MAX = 10_000;

/** Puts the changes of a history together to alerts. Changes come in the order of their time. */
export class AlertRecords {
  readonly #wanted: (record: AlertRecord) => boolean;
  readonly #recordsMax: number;
  /** By the id, in the order in which they were first heard of. */
  readonly #records = new Map<string, AlertRecord>();
  /** The alert of each rule and group that was on last, by those two. */
  readonly #open = new Map<string, string>();
  #left = 0;

  /** Alerts that are over are only held if they are `wanted`. */
  constructor(wanted: (record: AlertRecord) => boolean, recordsMax = RECORDS_MAX) {
    this.#wanted = wanted;
    this.#recordsMax = recordsMax;
  }

  /** Alerts that were wanted and are not held, as there were too many. */
  get left(): number {
    return this.#left;
  }

  add(change: AlertChange): void {
    const key = JSON.stringify([change.rule, change.group ?? null]);
    const open = this.#records.get(this.#open.get(key) ?? '');
    // Changes of earlier versions do not say when their alert began.
    const saysStart = change.kind === 'triggered' || change.startSecond < change.second;
    const id = saysStart || open === undefined ? startId(change) : open.id;
    if (open !== undefined && open.id !== id) this.#close({ ...open, state: 'unfinished' });
    const before = this.#records.get(id);
    // Told twice by a run that was killed before it knew that it had, or found in two files.
    if (before !== undefined && isKnown(before, change)) return;
    const record = extended(before, change, id);
    if (isFiring(change)) {
      this.#open.set(key, id);
      this.#hold(record);
    } else {
      this.#open.delete(key);
      this.#close(record);
    }
  }

  /** The oldest first. */
  records(): AlertRecord[] {
    const wanted = [...this.#records.values()].filter(this.#wanted);
    return wanted.sort((one, other) => one.startSecond - other.startSecond);
  }

  #close(record: AlertRecord): void {
    if (this.#wanted(record)) this.#hold(record);
    else this.#records.delete(record.id);
  }

  #hold(record: AlertRecord): void {
    this.#records.set(record.id, record);
    if (this.#records.size <= this.#recordsMax) return;
    const [oldest] = this.#records;
    if (oldest === undefined) return;
    this.#records.delete(oldest[0]);
    if (this.#wanted(oldest[1])) this.#left++;
  }
}

function isKnown({ last }: AlertRecord, { id, second }: AlertChange): boolean {
  return second < last.second || last.id === id;
}

function startId({ rule, group, startSecond: second }: AlertChange): string {
  return changeId({ rule, group, kind: 'triggered', second });
}

function extended(before: AlertRecord | undefined, change: AlertChange, id: string): AlertRecord {
  const { second, numerator, divisor, severity } = change;
  const isOver = !isFiring(change);
  const first = before?.first ?? change;
  const value = numerator === undefined || divisor === undefined ? undefined : numerator / divisor;
  const isFirst = change === first && change.kind === 'triggered';
  return {
    id,
    state: isOver ? 'recovered' : 'firing',
    first,
    last: change,
    severity: higher(before?.severity ?? severity, severity),
    startSecond: before?.startSecond ?? change.startSecond,
    endSecond: isOver ? second : undefined,
    startValue: before?.startValue ?? change.startValue ?? (isFirst ? value : undefined),
    peakValue: change.peakValue ?? before?.peakValue ?? (isFirst ? value : undefined),
    endValue: isOver ? value : undefined,
    changes: (before?.changes ?? 0) + 1,
  };
}

function higher(one: Severity, other: Severity): Severity {
  return SEVERITIES.indexOf(one) >= SEVERITIES.indexOf(other) ? one : other;
}
