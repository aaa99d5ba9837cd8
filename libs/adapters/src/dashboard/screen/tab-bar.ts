import type { DashboardModel } from '../model/dashboard-model.ts';
import { PANEL_TITLES, type PanelName } from '../model/panels.ts';
import type { ViewState } from '../view/view-state.ts';
import { contextText } from './footer.ts';
import type { Frame } from './frame.ts';
import type { Region } from './layout.ts';
import { Role } from './role.ts';
import type { Glyphs } from './theme.ts';

/** The panels and their keys; on a way down, the way. */
export function drawTabs(
  frame: Frame,
  { top, columns }: Region,
  model: DashboardModel,
  view: ViewState,
  glyphs: Glyphs,
  panels: readonly PanelName[],
): void {
  const context = contextText(model, view);
  if (view.crumbs.length > 0 || context !== undefined) {
    drawWay(frame, top, columns, view, glyphs, context);
    return;
  }
  let column = 1;
  const gap = columns < 100 ? 1 : 2;
  for (const panel of panels) {
    const { key, tab } = PANEL_TITLES[panel];
    const isOpen = panel === view.panel;
    if (key !== '') column += frame.put(top, column, 1, key, Role.key) + 1;
    // Without colour, the brackets say which one is open.
    const name = isOpen ? `[${tab}]` : tab;
    column += frame.put(top, column, columns - column - 1, name, isOpen ? Role.strong : Role.dim);
    column += gap;
    if (column >= columns - 4) return;
  }
}

function drawWay(
  frame: Frame,
  row: number,
  columns: number,
  view: ViewState,
  glyphs: Glyphs,
  context: string | undefined,
): void {
  let column = 1;
  const end = columns - 1;
  const step = Math.max(12, Math.floor((columns - 20) / (view.crumbs.length + 1)));
  for (const { field, value } of view.crumbs) {
    column += frame.put(row, column, end - column, `${field} `, Role.dim);
    column += frame.put(row, column, Math.min(step, end - column), value, Role.strong);
    column += frame.put(row, column, end - column, ` ${glyphs.crumb} `, Role.key);
  }
  column += frame.put(row, column, end - column, PANEL_TITLES[view.panel].one, Role.title);
  if (context === undefined) {
    const hint = 'Esc: back';
    if (column + hint.length + 2 < end) {
      frame.put(row, end - hint.length, hint.length, hint, Role.dim);
    }
    return;
  }
  const role = context.includes('no such filter') ? Role.bad : Role.warn;
  frame.put(row, column + 3, end - column - 3, context, role);
}
