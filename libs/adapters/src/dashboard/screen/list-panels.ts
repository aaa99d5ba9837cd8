import { shortDuration } from '../../text/numbers.ts';
import type { DashboardModel } from '../model/dashboard-model.ts';
import { shownKeys } from '../model/panel-rows.ts';
import { cursorIndex, type ViewState } from '../view/view-state.ts';
import type { Frame } from './frame.ts';
import type { Region } from './layout.ts';
import { Role } from './role.ts';
import { rateText, shortCount } from './short-figures.ts';
import type { Glyphs } from './theme.ts';
import { firstShown } from './window-of-rows.ts';

interface Figure {
  readonly name: string;
  readonly cells: number;
}

/** One entry of a list: a text, and figures beside it. */
interface Entry {
  readonly key: string;
  readonly figures: readonly string[];
  readonly role: Role;
}

const FILE_FIGURES: readonly Figure[] = [
  { name: 'format', cells: 12 },
  { name: 'read', cells: 11 },
  { name: 'counted', cells: 11 },
  { name: 'filtered', cells: 9 },
  { name: 'unparsed', cells: 9 },
];

const HOST_FIGURES: readonly Figure[] = [
  { name: 'hits', cells: 11 },
  { name: 'rate', cells: 7 },
  { name: 'heard of', cells: 9 },
  { name: 'traffic', cells: 8 },
];

/** Files, hosts, or the last raw requests, newest first. */
export function drawList(
  frame: Frame,
  region: Region,
  panel: 'files' | 'hosts' | 'requests',
  model: DashboardModel,
  view: ViewState,
  glyphs: Glyphs,
): void {
  const keys = shownKeys(model, panel, view);
  const entries = entriesOf(panel, keys, model);
  const figures = panel === 'files' ? FILE_FIGURES : panel === 'hosts' ? HOST_FIGURES : [];
  const { top, left, columns, rows } = region;
  const shown = figuresFitting(figures, columns - 2);
  const keyCells = columns - 2 - shown.reduce((sum, { cells }) => sum + cells + 1, 0);
  const title = panel === 'files' ? 'file' : panel === 'hosts' ? 'host' : 'last requests';
  const used = frame.put(top, left + 1, keyCells, title, Role.title);
  if (panel === 'requests') frame.put(top, left + 2 + used, 20, 'newest first', Role.dim);
  drawFigures(
    frame,
    top,
    left + 1 + keyCells,
    shown,
    shown.map(({ name }) => name),
    Role.dim,
  );
  const at = cursorIndex(view.cursor, keys);
  const first = firstShown(at, entries.length, rows - 1);
  const inSight = entries.slice(first, first + rows - 1);
  inSight.forEach(({ key, figures: texts, role }, index) => {
    const row = top + 1 + index;
    frame.put(row, left + 1, keyCells, key, role);
    drawFigures(frame, row, left + 1 + keyCells, shown, texts, Role.text);
    if (first + index !== at) return;
    frame.put(row, left, 1, glyphs.cursor, Role.key);
    frame.select(row, left, columns);
  });
  frame.targets.push({ panel, top: top + 1, left, columns, rows: inSight.length, first });
  if (entries.length === 0) frame.put(top + 1, left + 1, columns - 2, 'nothing yet', Role.dim);
}

function entriesOf(
  panel: 'files' | 'hosts' | 'requests',
  keys: readonly string[],
  model: DashboardModel,
): readonly Entry[] {
  if (panel === 'requests') return keys.map((key) => ({ key, figures: [], role: Role.text }));
  if (panel === 'files') {
    const files = new Map(model.fileTallies.map((file) => [file.path, file]));
    return keys.map((key) => {
      const { format = '', lines } = files.get(key) ?? {};
      const { read = 0, counted = 0, filtered = 0, unparsed = 0 } = lines ?? {};
      const counts = [shortCount(read, 11), shortCount(counted, 11)];
      return {
        key,
        figures: [format, ...counts, shortCount(filtered, 9), shortCount(unparsed, 9)],
        role: Role.text,
      };
    });
  }
  const hosts = new Map((model.hosts ?? []).map((host) => [host.name, host]));
  return keys.map((key) => {
    const { hits = 0, perSecond = 0, silentMs = 0, alertState = 'normal' } = hosts.get(key) ?? {};
    const figures = [shortCount(hits, 11), rateText(perSecond), shortDuration(silentMs)];
    const role = alertState === 'high' ? Role.bad : Role.text;
    return { key, figures: [...figures, alertState === 'high' ? 'HIGH' : 'normal'], role };
  });
}

/** The figures that leave the key half of the width; the last ones go first. */
function figuresFitting(figures: readonly Figure[], width: number): readonly Figure[] {
  let taken = 0;
  return figures.filter(({ cells }) => {
    taken += cells + 1;
    return taken <= width - 20;
  });
}

function drawFigures(
  frame: Frame,
  row: number,
  left: number,
  figures: readonly Figure[],
  texts: readonly string[],
  role: Role,
): void {
  let column = left;
  figures.forEach(({ cells }, index) => {
    frame.putRight(row, column + 1, cells, texts[index] ?? '', role);
    column += cells + 1;
  });
}

/** The last raw requests below everything else, where there is room. */
export function drawTail(
  frame: Frame,
  { top, left, columns, rows }: Region,
  { tail }: DashboardModel,
): void {
  tail
    .toReversed()
    .slice(0, rows)
    .forEach((line, index) => {
      frame.put(top + index, left + 1, columns - 2, line, index === 0 ? Role.text : Role.dim);
    });
}
