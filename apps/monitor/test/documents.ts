// What programs read from hitwatch, as the outer contract has it, and as these tests see it from
// outside.

export interface Lines {
  readonly read: number;
  readonly counted: number;
  readonly filtered: number;
  readonly unparsed: number;
  readonly late: number;
  readonly future: number;
  readonly reasons: Readonly<Record<string, number>>;
}

export interface Row {
  readonly key: string;
  readonly hits: number;
  readonly bytes: number;
  readonly errors: number;
  readonly response_seconds?: Quantiles;
}

export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly error: number;
}

export interface Table {
  readonly rows: readonly Row[];
  readonly other: number;
  readonly distinct: number | null;
  readonly error: number;
}

type TableName =
  | 'sections'
  | 'status'
  | 'methods'
  | 'urls'
  | 'clients'
  | 'referrers'
  | 'agents'
  | 'protocols'
  | 'vhosts'
  | 'caches'
  | 'tls'
  | 'schemes';

export type Tables = Readonly<Record<TableName, Table>>;

export interface Rate {
  readonly average: number;
  readonly peak: { readonly hits: number; readonly at: string | null };
}

interface Traffic {
  readonly lines: Lines;
  readonly hits: number;
  readonly bytes: number;
  readonly errors: number;
  readonly rate: Rate;
  readonly visitors: { readonly estimate: number; readonly error: number };
  readonly response_bytes: Quantiles | null;
  readonly response_seconds: Quantiles | null;
  readonly upstream_seconds: Quantiles | null;
  readonly request_bytes: number | null;
  readonly tables: Tables;
}

export interface FileLines {
  readonly path: string;
  readonly format: string;
  readonly lines: Lines;
}

export interface VerifyMember {
  readonly agrees: boolean;
  readonly checks: readonly {
    readonly what: string;
    readonly how: string;
    readonly agrees: boolean;
  }[];
  readonly differences: readonly {
    readonly what: string;
    readonly reported: string | number | null;
    readonly recounted: string | number | null;
  }[];
  readonly differing: number;
  readonly lines: { readonly recounted: number; readonly independent: number };
  readonly seconds: number;
}

export interface ReportDocument extends Traffic {
  readonly verify?: VerifyMember;
  readonly schema: string;
  readonly files: readonly FileLines[];
  readonly time: { readonly first: string | null; readonly last: string | null };
}

export interface StartObject {
  readonly type: 'start';
  readonly schema: string;
  readonly files: readonly string[];
  readonly threshold: number;
  readonly duration_s: number;
  readonly every_s: number;
  readonly state?: {
    readonly path: string;
    readonly since: string;
    readonly resumed: string | null;
  };
}

export interface IntervalObject extends Traffic {
  readonly type: 'interval';
  readonly from: string;
  readonly to: string;
  /** Since the start. */
  readonly files: readonly FileLines[];
  readonly total: Sums;
  readonly window: { readonly hits: number; readonly state: 'normal' | 'high' };
}

interface Sums {
  readonly lines: Lines;
  readonly hits: number;
  readonly bytes: number;
}

export interface AlertObject {
  readonly type: 'alert';
  readonly rule: string;
  readonly state: 'triggered' | 'recovered';
  readonly at: string;
  readonly value: number;
  readonly hits: number;
  readonly window_s: number;
  readonly threshold: number;
  readonly message: string;
}

export interface NoticeObject {
  readonly type: 'notice';
  readonly code: string;
  readonly message: string;
}

export interface StopObject {
  readonly type: 'stop';
  readonly reason: string;
  readonly lines: Lines;
  readonly hits: number;
  readonly bytes: number;
  readonly total: Sums;
  readonly files: readonly FileLines[];
}

export interface FormatsDocument {
  readonly schema: string;
  readonly formats: readonly {
    readonly name: string;
    readonly title: string;
    readonly aliases: readonly string[];
    readonly source: string;
    readonly example: string;
  }[];
}

interface Failure {
  readonly reason: string;
  readonly column: number;
}

export interface ExplainDocument {
  readonly schema: string;
  readonly path: string;
  readonly format: string | null;
  readonly envelope: string | null;
  readonly confidence: number;
  readonly formats: readonly string[];
  readonly guesses: readonly {
    readonly format: string;
    readonly parsed: number;
    readonly failure?: Failure & { readonly line: number };
  }[];
  readonly lines: readonly {
    readonly number: number;
    readonly text: string;
    readonly format?: string;
    readonly fields: readonly { readonly name: string; readonly value: string | number }[];
    readonly failure?: Failure;
  }[];
}

export type WatchObject = StartObject | IntervalObject | AlertObject | NoticeObject | StopObject;

export function parseReport(text: string): ReportDocument {
  return JSON.parse(text) as ReportDocument; // whether it is one is what the tests look at
}

/** The document of `backtest --output json`. */
export interface BacktestDocument {
  readonly schema: string;
  readonly lines: Lines;
  readonly rules: readonly { readonly name: string; readonly fired: number }[];
  readonly alerts: readonly (AlertObject & {
    readonly drivers?: readonly { readonly dimension: string; readonly key: string }[] | null;
    readonly samples?: readonly string[] | null;
  })[];
  readonly suggestions?: readonly object[];
}

export function parseBacktest(text: string): BacktestDocument {
  return JSON.parse(text) as BacktestDocument; // as above
}

/**
 * The objects of `--output ndjson`; throws for a line that is no JSON, and for a torn last line.
 */
export function parseWatch(text: string): WatchObject[] {
  if (text !== '' && !text.endsWith('\n')) throw new Error(`torn line: ${text.slice(-200)}`);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as WatchObject); // as above
}

/** The objects of one type, in order. */
export function ofType<Type extends WatchObject['type']>(
  objects: readonly WatchObject[],
  type: Type,
): Extract<WatchObject, { type: Type }>[] {
  return objects.filter(
    (object): object is Extract<WatchObject, { type: Type }> => object.type === type,
  );
}

/** Hits by key. */
export function hitsByKey({ rows }: Table): Record<string, number> {
  return Object.fromEntries(rows.map(({ key, hits }) => [key, hits]));
}
