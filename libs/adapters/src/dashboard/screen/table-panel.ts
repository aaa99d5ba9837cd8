import type { TableSnapshot } from '@hitwatch/domain';

import { bar } from '../../text/columns.ts';
import { grouped, percent, shortBytes, shortTime } from '../../text/numbers.ts';
import type { DashboardModel } from '../model/dashboard-model.ts';
import { type ShownRow, shownRows } from '../model/panel-rows.ts';
import { PANEL_TITLES, type TrafficPanel } from '../model/panels.ts';
import { cursorIndex, type SortColumn, type ViewState } from '../view/view-state.ts';
import type { Frame } from './frame.ts';
import type { Region } from './layout.ts';
import { Role } from './role.ts';
import { changeRole, changeText, rateText, shortCount } from './short-figures.ts';
import type { Glyphs } from './theme.ts';
import { firstShown } from './window-of-rows.ts';

interface Cell {
  readonly text: string;
  readonly role: Role;
}

interface Column {
  readonly name: string;
  readonly cells: number;
  readonly sort?: SortColumn;
  readonly cell: (shown: ShownRow) => Cell;
}

const KEY_CELLS_MIN = 20;
/** Of panels whose keys are long and tell little at their beginnings. */
const LONG_KEY_CELLS_MIN = 32;
const LONG_KEYS: readonly TrafficPanel[] = ['urls', 'referrers', 'agents'];
const BAR_CELLS_MAX = 24;
const BAR_CELLS_MIN = 6;

/** A panel in full: the columns that there is room for, the most telling ones first. */
export function drawTable(
  frame: Frame,
  region: Region,
  panel: TrafficPanel,
  model: DashboardModel,
  view: ViewState,
  glyphs: Glyphs,
): void {
  const rows = shownRows(model, panel, view);
  const keys = rows.map(({ row }) => row.key);
  const at = cursorIndex(view.cursor, keys);
  drawRows(frame, region, panel, { rows, at, model, view, glyphs, isOpen: true });
}

/** A panel beside the open one: in the order of hits, no cursor. */
export function drawSideTable(
  frame: Frame,
  region: Region,
  panel: TrafficPanel,
  model: DashboardModel,
  view: ViewState,
  glyphs: Glyphs,
): void {
  const rows = shownRows(model, panel, { search: '', sort: 'hits', isReversed: false });
  drawRows(frame, region, panel, { rows, at: undefined, model, view, glyphs, isOpen: false });
}

interface Drawing {
  readonly rows: readonly ShownRow[];
  /** Index of the row under the cursor. */
  readonly at: number | undefined;
  readonly model: DashboardModel;
  readonly view: ViewState;
  readonly glyphs: Glyphs;
  readonly isOpen: boolean;
}

function drawRows(frame: Frame, region: Region, panel: TrafficPanel, drawing: Drawing): void {
  const { rows, at, model, view, glyphs, isOpen } = drawing;
  if (region.rows < 1) return;
  const table = model.span.traffic.tables[panel];
  const gap = isOpen && region.columns >= 100 ? 2 : 1;
  const openMin = LONG_KEYS.includes(panel) ? LONG_KEY_CELLS_MIN : KEY_CELLS_MIN;
  const keyMin = isOpen ? openMin : 14;
  const all = columnsOf(drawing, Math.max(model.span.toMs - model.span.fromMs, 1) / 1000);
  const { columns, keyCells } = fitting(all, region.columns - 2, gap, keyMin);
  const top = region.top;
  drawHead(frame, region, panel, columns, keyCells, gap, drawing);
  const hasRest = table.other > 0 && view.search === '';
  const room = region.rows - 1 - (hasRest && region.rows > 4 ? 1 : 0);
  const first = firstShown(at, rows.length, room);
  rows.slice(first, first + room).forEach((shown, index) => {
    const line = top + 1 + index;
    frame.put(line, region.left + 1, keyCells, shown.row.key);
    let column = region.left + 1 + keyCells;
    for (const { cells, cell, name } of columns) {
      const { text, role } = cell(shown);
      column += gap;
      if (name === BAR) drawBar(frame, line, column, cells, text, glyphs);
      else frame.putRight(line, column, cells, text, role);
      column += cells;
    }
    if (first + index !== at) return;
    frame.put(line, region.left, 1, glyphs.cursor, Role.key);
    frame.select(line, region.left, region.columns);
  });
  frame.targets.push({
    ...{ panel, top: top + 1, left: region.left, columns: region.columns },
    ...{ rows: Math.min(room, rows.length - first), first },
  });
  if (hasRest && room < region.rows - 1) {
    drawRest(frame, region, {
      table,
      rows,
      room,
      first,
      keyCells,
      gap,
      hits: model.span.traffic.hits,
    });
  }
  if (rows.length === 0 && room > 0) {
    const what = view.search !== '' && isOpen ? 'nothing here has that in it' : 'nothing yet';
    frame.put(top + 1, region.left + 1, region.columns - 2, what, Role.dim);
  }
}

const BAR = '';

function columnsOf({ rows, model, glyphs, isOpen }: Drawing, seconds: number): readonly Column[] {
  const { hits } = model.span.traffic;
  const { nought } = glyphs;
  const isTimed = rows.some(({ row }) => row.responseTimes !== undefined);
  const text = (value: string): Cell => ({ text: value, role: Role.text });
  const dim = (value: string): Cell => ({ text: value, role: Role.dim });
  const some = (count: number, value: string): Cell => (count === 0 ? dim(nought) : text(value));
  const hitsColumn: Column = {
    ...{ name: 'hits', cells: 8, sort: 'hits' },
    cell: ({ row }) => text(shortCount(row.hits, 8)),
  };
  const share: Column = {
    ...{ name: 'share', cells: 5 },
    cell: ({ row }) => dim(percent(row.hits, hits)),
  };
  const shareBar: Column = {
    ...{ name: BAR, cells: BAR_CELLS_MIN },
    cell: ({ row }) => text(String(hits === 0 ? 0 : row.hits / hits)),
  };
  if (!isOpen) return [hitsColumn, share];
  const times: Column = {
    ...{ name: 'p95', cells: 6, sort: 'p95' },
    cell: ({ row }) =>
      row.responseTimes === undefined ? dim(nought) : text(shortTime(row.responseTimes.p95)),
  };
  return [
    hitsColumn,
    share,
    shareBar,
    {
      ...{ name: 'rate', cells: 6 },
      cell: ({ row }) => text(rateText(row.hits / seconds)),
    },
    {
      ...{ name: 'bytes', cells: 7, sort: 'bytes' },
      cell: ({ row }) => some(row.bytes, shortBytes(row.bytes)),
    },
    {
      ...{ name: '5xx', cells: 5, sort: 'errors' },
      cell: ({ row }) =>
        row.errors === 0 ? dim(nought) : { text: shortCount(row.errors, 5), role: Role.bad },
    },
    ...(isTimed ? [times] : []),
    {
      ...{ name: 'change', cells: 6, sort: 'change' },
      cell: ({ change }) => ({ text: changeText(change, glyphs), role: changeRole(change) }),
    },
  ];
}

/** Leaves out what there is no room for, then gives the bar what can be spared. */
function fitting(
  all: readonly Column[],
  width: number,
  gap: number,
  keyMin: number,
): { readonly columns: readonly Column[]; readonly keyCells: number } {
  const leftOut = ['rate', 'bytes', BAR, 'change', 'p95', 'share', '5xx', 'hits'];
  let columns = all;
  const taken = () => columns.reduce((sum, { cells }) => sum + cells + gap, 0);
  for (const name of leftOut) {
    if (width - taken() >= keyMin) break;
    columns = columns.filter((column) => column.name !== name);
  }
  const spare = width - taken() - Math.max(keyMin, Math.floor(width * 0.3));
  const barCells = Math.max(BAR_CELLS_MIN, Math.min(BAR_CELLS_MAX, BAR_CELLS_MIN + spare));
  columns = columns.map((column) =>
    column.name === BAR ? { ...column, cells: barCells } : column,
  );
  return { columns, keyCells: Math.max(1, width - taken()) };
}

function drawHead(
  frame: Frame,
  region: Region,
  panel: TrafficPanel,
  columns: readonly Column[],
  keyCells: number,
  gap: number,
  { model, view, glyphs, isOpen }: Drawing,
): void {
  const { top, left } = region;
  const { distinct } = model.span.traffic.tables[panel];
  const arrow = view.isReversed ? glyphs.up : glyphs.down;
  const mark = isOpen && view.sort === 'key' ? arrow : '';
  const title = `${PANEL_TITLES[panel].one}${mark}`;
  const used = frame.put(top, left + 1, keyCells, title, isOpen ? Role.title : Role.strong);
  const count = distinct === null ? 'many' : grouped(distinct);
  frame.put(top, left + 2 + used, keyCells - used - 1, count, Role.dim);
  let column = left + 1 + keyCells;
  for (const { name, cells, sort } of columns) {
    column += gap;
    const isSorted = isOpen && sort === view.sort;
    if (isSorted && glyphs.ascii) frame.putRight(top, column, cells, `${name}${arrow}`, Role.key);
    else if (isSorted) {
      frame.putRight(top, column, cells - 1, name, Role.key);
      frame.fill(top, column + cells - 1, 1, arrow, Role.key);
    } else frame.putRight(top, column, cells, name, Role.dim);
    column += cells;
  }
}

function drawBar(
  frame: Frame,
  row: number,
  column: number,
  cells: number,
  share: string,
  { ascii, parts }: Glyphs,
): void {
  const drawn = bar(Math.min(1, Number(share)), cells);
  const full = parts[8] ?? ' ';
  for (let cell = 0; cell < drawn.length; cell++) {
    const char = drawn.charAt(cell);
    frame.fill(row, column + cell, 1, ascii ? (char === '█' ? full : '-') : char, Role.bar);
  }
}

interface Rest {
  readonly table: TableSnapshot;
  readonly rows: readonly ShownRow[];
  readonly room: number;
  readonly first: number;
  readonly keyCells: number;
  readonly gap: number;
  readonly hits: number;
}

/** What is not in sight: keys further down, and hits of keys that have no row at all. */
function drawRest(frame: Frame, { top, left, rows: height, columns }: Region, rest: Rest): void {
  const { table, rows, room, first, keyCells, gap, hits } = rest;
  const inSight = rows.slice(first, first + room).reduce((sum, { row }) => sum + row.hits, 0);
  const others = Math.max(0, hits - inSight);
  const count = table.distinct === null ? 0 : table.distinct - Math.min(room, rows.length);
  const name = table.distinct === null ? 'all others' : `${grouped(count)} others`;
  const row = top + Math.min(height - 1, 1 + Math.min(room, rows.length - first));
  frame.put(row, left + 1, keyCells, name, Role.dim);
  const column = left + 1 + keyCells + gap;
  if (column + 14 > left + columns) return;
  frame.putRight(row, column, 8, shortCount(others, 8), Role.dim);
  frame.putRight(row, column + 8 + gap, 5, percent(others, hits), Role.dim);
}
