import type { TableSnapshot } from '@hitwatch/domain';
import type { TerminalSize } from '@hitwatch/ports';

import type { DashboardModel } from '../model/dashboard-model.ts';
import { isTrafficPanel, PANELS, type PanelName } from '../model/panels.ts';
import type { ViewState } from '../view/view-state.ts';
import { drawAlertPage, drawAlerts } from './alerts-panel.ts';
import { drawKeys, drawProof } from './footer.ts';
import { Frame } from './frame.ts';
import { drawHeader, rateNow, stateRole, stateText } from './header.ts';
import { drawHelp } from './help-page.ts';
import { COLUMNS_MIN, type Layout, layoutOf, ROWS_MIN } from './layout.ts';
import { drawList, drawTail } from './list-panels.ts';
import { Role } from './role.ts';
import { drawRule } from './rule.ts';
import { rateText } from './short-figures.ts';
import { drawSideTable, drawTable } from './table-panel.ts';
import { drawTabs } from './tab-bar.ts';
import type { Glyphs } from './theme.ts';
import { drawTraffic, spanText } from './traffic-panel.ts';

/** In the order in which they get the room beside the open panel. */
const SIDE_PANELS = [
  'sections',
  'urls',
  'clients',
  'status',
  'referrers',
  'agents',
  'vhosts',
  'methods',
] as const;

/** The whole screen as cells. Pure: the same model, view and size give the same frame. */
export function screen(
  model: DashboardModel,
  view: ViewState,
  size: TerminalSize,
  glyphs: Glyphs,
): Frame {
  const frame = new Frame(size, glyphs.ascii);
  if (size.columns < COLUMNS_MIN || size.rows < ROWS_MIN) {
    drawOneLine(frame, model, glyphs);
    return frame;
  }
  const layout = screenLayout(model, view, size);
  drawHeader(frame, model, view, glyphs, layout.sparkRows);
  if (view.page === 'help') drawHelp(frame, layout.page, glyphs, view.helpTop);
  else if (view.page === 'alerts') {
    drawAlertPage(frame, layout.page, model, glyphs, view.alertIndex);
  } else drawPanels(frame, layout, model, view, glyphs);
  if (layout.proof.rows > 0) drawProof(frame, layout.proof, model);
  if (layout.keys.rows > 0) drawKeys(frame, layout.keys, model, view, glyphs);
  return frame;
}

/** Where everything stands; also tells how many rows the open panel has. */
export function screenLayout(model: DashboardModel, view: ViewState, size: TerminalSize): Layout {
  const { tables } = model.span.traffic;
  // A panel that the log states nothing for would only take room from the others.
  const telling = SIDE_PANELS.filter((panel) => isTelling(tables[panel]));
  return layoutOf(size, view, telling);
}

/** The panels that Tab goes through. */
export function openPanels({ hosts, span }: DashboardModel): readonly PanelName[] {
  return PANELS.filter((panel) => {
    if (panel === 'hosts') return hosts !== undefined;
    // Of these, many logs state nothing; their keys open them all the same.
    if (panel !== 'vhosts' && panel !== 'referrers' && panel !== 'agents') return true;
    return isTelling(span.traffic.tables[panel]);
  });
}

function isTelling({ rows }: TableSnapshot): boolean {
  return rows.some(({ key }) => key !== '(none)');
}

function drawPanels(
  frame: Frame,
  layout: Layout,
  model: DashboardModel,
  view: ViewState,
  glyphs: Glyphs,
): void {
  const { tabs, main, sides, traffic, alerts, tail } = layout;
  const { panel } = view;
  if (tabs.rows > 0) drawTabs(frame, tabs, model, view, glyphs, openPanels(model));
  if (main.rows > 0) {
    if (isTrafficPanel(panel)) drawTable(frame, main, panel, model, view, glyphs);
    else drawList(frame, main, panel, model, view, glyphs);
  }
  for (const side of sides) {
    if (isTrafficPanel(side.panel)) {
      drawSideTable(frame, side.region, side.panel, model, view, glyphs);
    }
  }
  if (traffic.rows > 0) {
    const title = `traffic, ${spanText(view.span, model)}`;
    drawTraffic(frame, traffic, model, glyphs, title);
  }
  drawAlerts(frame, alerts, model, glyphs);
  if (tail.rows > 1) {
    drawRule(frame, tail, 'last requests', '', glyphs);
    drawTail(frame, { ...tail, top: tail.top + 1, rows: tail.rows - 1 }, model);
  }
}

function drawOneLine(frame: Frame, model: DashboardModel, glyphs: Glyphs): void {
  const state = stateText(model, glyphs).trim();
  const used = frame.put(0, 0, frame.columns, state, stateRole(model));
  const rate = ` ${rateText(rateNow(model))}/s`;
  if (used + rate.length <= frame.columns) frame.put(0, used, rate.length, rate);
  const hint = 'too small';
  if (frame.rows > 1) frame.put(1, 0, frame.columns, hint, Role.dim);
}
