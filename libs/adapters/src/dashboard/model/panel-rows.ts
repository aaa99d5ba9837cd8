import type { TableRow, TableSnapshot } from '@hitwatch/domain';

import type { SortColumn, ViewState } from '../view/view-state.ts';
import type { DashboardModel } from './dashboard-model.ts';
import { isTrafficPanel, type PanelName, type TrafficPanel } from './panels.ts';

/** Against the span before: the part by which the rate has changed, `new`, or unknown. */
export type Change = number | 'new' | undefined;

/** A row of a traffic panel as it is shown. */
export interface ShownRow {
  readonly row: TableRow;
  readonly change: Change;
}

/** The rows of a traffic panel: those that the search finds, in the order that is chosen. */
export function shownRows(
  model: DashboardModel,
  panel: TrafficPanel,
  view: Pick<ViewState, 'search' | 'sort' | 'isReversed'>,
): readonly ShownRow[] {
  const { span } = model;
  const table = span.traffic.tables[panel];
  const needle = view.search.toLowerCase();
  const found =
    needle === '' ? table.rows : table.rows.filter(({ key }) => key.toLowerCase().includes(needle));
  const rows = found.map((row) => ({ row, change: undefined as Change }));
  const before = span.before;
  if (before !== undefined) {
    const ms = Math.max(1, span.toMs - span.fromMs);
    const changeOf = changes(before.traffic.tables[panel], ms, Math.max(1, before.ms));
    for (const shown of rows) shown.change = changeOf(shown.row);
  }
  return inOrder(rows, view.sort, view.isReversed);
}

/** Keys of the rows of any panel, as the cursor follows them. */
export function shownKeys(
  model: DashboardModel,
  panel: PanelName,
  view: Pick<ViewState, 'search' | 'sort' | 'isReversed'>,
): readonly string[] {
  if (isTrafficPanel(panel)) return shownRows(model, panel, view).map(({ row }) => row.key);
  const needle = view.search.toLowerCase();
  return keysOf(model, panel).filter((key) => key.toLowerCase().includes(needle));
}

function keysOf(model: DashboardModel, panel: 'files' | 'requests' | 'hosts'): readonly string[] {
  if (panel === 'files') return model.fileTallies.map(({ path }) => path);
  if (panel === 'hosts') return (model.hosts ?? []).map(({ name }) => name);
  return model.tail.toReversed();
}

function changes(before: TableSnapshot, ms: number, beforeMs: number): (row: TableRow) => Change {
  const hitsBefore = new Map(before.rows.map(({ key, hits }) => [key, hits]));
  // A key that is not among the rows may still have had hits, unless the rows are all there were.
  const isWhole = before.other === 0 && before.rows.length > 0;
  return ({ key, hits }) => {
    const earlier = hitsBefore.get(key) ?? 0;
    if (earlier === 0) return isWhole ? 'new' : undefined;
    return hits / ms / (earlier / beforeMs) - 1;
  };
}

function inOrder(rows: readonly ShownRow[], sort: SortColumn, isReversed: boolean): ShownRow[] {
  const sorted =
    sort === 'key'
      ? rows.toSorted((a, b) => compareText(a.row.key, b.row.key))
      : // Rows come with the most hits first, and a sort leaves equal ones as they were.
        rows.toSorted((a, b) => figure(b, sort) - figure(a, sort));
  return isReversed ? sorted.reverse() : sorted;
}

function figure({ row, change }: ShownRow, sort: Exclude<SortColumn, 'key'>): number {
  switch (sort) {
    case 'hits':
      return row.hits;
    case 'bytes':
      return row.bytes;
    case 'errors':
      return row.errors;
    case 'p95':
      return row.responseTimes?.p95 ?? -1;
    case 'change':
      return change === 'new' ? Number.MAX_VALUE : (change ?? -1);
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
