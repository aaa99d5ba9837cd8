import type { TerminalSize } from '@hitwatch/ports';

import type { PanelName } from '../model/panels.ts';
import type { ViewState } from '../view/view-state.ts';

/** A rectangle of cells. */
export interface Region {
  readonly top: number;
  readonly left: number;
  readonly columns: number;
  readonly rows: number;
}

export interface SidePanel {
  readonly panel: PanelName;
  readonly region: Region;
}

/** Who stands where; what there is no room for has no rows. */
export interface Layout {
  /** Rows of the sparkline, below the first line. */
  readonly sparkRows: number;
  readonly tabs: Region;
  /** The panel that is open. */
  readonly main: Region;
  readonly sides: readonly SidePanel[];
  readonly traffic: Region;
  readonly alerts: Region;
  readonly tail: Region;
  readonly proof: Region;
  readonly keys: Region;
  /** All between the header and the footer: where the help and the history open. */
  readonly page: Region;
}

/** Below this there is one line, which says how things stand. */
export const COLUMNS_MIN = 20;
export const ROWS_MIN = 5;

const MAIN_ROWS_MIN = 3;
const ALERT_ROWS_MIN = 2;
/** The table that is open is never wider: a number far from its key is hard to follow. */
const MAIN_COLUMNS_MAX = 104;
const SIDE_COLUMNS_MIN = 36;
const SIDE_ROWS_MIN = 5;
const SIDE_GAP = 3;

/** Rows that each part gets, given the rows there are; the table gets the rest. */
interface Heights {
  spark: number;
  tabs: number;
  traffic: number;
  alerts: number;
  tail: number;
  proof: number;
  keys: number;
}

export function layoutOf(
  { columns, rows }: TerminalSize,
  view: Pick<ViewState, 'growth' | 'panel'>,
  sidePanels: readonly PanelName[],
): Layout {
  const heights = heightsOf(rows, view.panel);
  const { spark, tabs: tabRows, proof, keys } = heights;
  const fixed =
    1 + spark + tabRows + heights.traffic + heights.alerts + heights.tail + proof + keys;
  const mainRows = Math.max(0, rows - fixed) + grown(heights, view.growth, rows - fixed);
  let top = 1 + heights.spark;
  const pageTop = top;
  const take = (height: number): Region => {
    const region = { top, left: 0, columns, rows: height };
    top += height;
    return region;
  };
  const tabs = take(heights.tabs);
  const middle = take(mainRows);
  const traffic = take(heights.traffic);
  const alerts = take(heights.alerts);
  const tail = take(heights.tail);
  const page = { top: pageTop, left: 0, columns, rows: top - pageTop };
  const { main, sides } = beside(middle, view.panel, sidePanels);
  return {
    sparkRows: heights.spark,
    ...{ tabs, main, sides, traffic, alerts, tail, page },
    proof: take(heights.proof),
    keys: take(heights.keys),
  };
}

function heightsOf(rows: number, panel: PanelName): Heights {
  const tail = rows < 36 || panel === 'requests' ? 0 : rows < 50 ? 6 : 11;
  return {
    spark: rows < 11 ? 0 : rows < 18 ? 1 : rows < 36 ? 2 : rows < 50 ? 3 : 4,
    tabs: rows < 8 ? 0 : 1,
    traffic: rows < 14 ? 0 : rows < 20 ? 2 : 4,
    alerts: rows < 10 ? 1 : rows < 18 ? 2 : rows < 30 ? 4 : rows < 50 ? 7 : 9,
    tail,
    proof: rows < 11 ? 0 : 1,
    keys: rows < 6 ? 0 : 1,
  };
}

/** Moves rows between the table and what is below it; returns how many the table has gained. */
function grown(heights: Heights, growth: number, mainRows: number): number {
  if (growth < 0) {
    const given = Math.min(-growth, Math.max(0, mainRows - MAIN_ROWS_MIN));
    heights.alerts += given;
    return -given;
  }
  let wanted = growth;
  const give = (rows: number): number => {
    const given = Math.min(wanted, Math.max(0, rows));
    wanted -= given;
    return given;
  };
  heights.tail -= give(heights.tail);
  heights.alerts -= give(heights.alerts - ALERT_ROWS_MIN);
  heights.traffic -= give(heights.traffic);
  return growth - wanted;
}

/** The open panel at the left, and as many others beside it as there is room for. */
function beside(
  middle: Region,
  panel: PanelName,
  sidePanels: readonly PanelName[],
): Pick<Layout, 'main' | 'sides'> {
  const { top, columns, rows } = middle;
  const others = sidePanels.filter((name) => name !== panel);
  const spare = columns - 64 - SIDE_GAP;
  if (panel === 'requests' || spare < SIDE_COLUMNS_MIN || others.length === 0) {
    return { main: middle, sides: [] };
  }
  const deep = Math.max(1, Math.floor((rows + 1) / (SIDE_ROWS_MIN + 1)));
  const wide = columns < 160 ? 1 : 2;
  const mainColumns = Math.min(MAIN_COLUMNS_MAX, Math.floor(columns * (wide === 1 ? 0.62 : 0.46)));
  const sideColumns = Math.floor((columns - mainColumns) / wide) - SIDE_GAP;
  const perColumn = Math.min(deep, Math.ceil(others.length / wide));
  const sides = others.slice(0, perColumn * wide).map((name, index) => {
    const column = Math.floor(index / perColumn);
    const place = index % perColumn;
    const height = Math.floor((rows + 1) / perColumn);
    const isLast = place === perColumn - 1;
    return {
      panel: name,
      region: {
        top: top + place * height,
        left: mainColumns + SIDE_GAP + column * (sideColumns + SIDE_GAP),
        columns: sideColumns,
        rows: isLast ? rows - place * height : height - 1,
      },
    };
  });
  return { main: { ...middle, columns: mainColumns }, sides };
}
