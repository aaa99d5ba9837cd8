import type { FilteredLines } from '@hitwatch/ports';

import { grouped } from '../../text/numbers.ts';
import type { DashboardModel } from '../model/dashboard-model.ts';
import { type Prompt, promptText } from '../view/prompt.ts';
import type { ViewState } from '../view/view-state.ts';
import type { Frame } from './frame.ts';
import type { Region } from './layout.ts';
import { Role } from './role.ts';
import { shortCount } from './short-figures.ts';
import type { Glyphs } from './theme.ts';

const NOTICE_MS = 8000;

/** `1,237 read = 1,234 counted + 0 filtered + 3 unparsed`: nothing was lost. */
export function drawProof(frame: Frame, { top, columns }: Region, model: DashboardModel): void {
  const { read, counted, filtered, unparsed, late, future } = model.lines;
  const whole = proof([read, counted, filtered, unparsed].map(grouped));
  const isShort = whole.length > columns - 2;
  const figures = [read, counted, filtered, unparsed].map((lines) => shortCount(lines, 5));
  const text = isShort ? proof(figures) : whole;
  const used = frame.put(top, 1, columns - 2, text, Role.dim);
  const aside = [
    late > 0 ? `${shortCount(late, 7)} late` : '',
    future > 0 ? `${shortCount(future, 7)} from the future` : '',
  ].filter((part) => part !== '');
  if (aside.length > 0 && used + 4 + aside.join(', ').length < columns - 2) {
    frame.put(top, 4 + used, columns - used - 5, aside.join(', '), Role.dim);
  }
}

function proof([read, counted, filtered, unparsed]: readonly string[]): string {
  return (
    `lines ${String(read)} read = ${String(counted)} counted` +
    ` + ${String(filtered)} filtered + ${String(unparsed)} unparsed`
  );
}

const KEYS: readonly (readonly [key: string, what: string])[] = [
  ['q', 'quit'],
  ['?', 'help'],
  ['Tab', 'panel'],
  ['', 'open'],
  ['/', 'search'],
  ['f', 'filter'],
  ['t', 'span'],
  ['a', 'alerts'],
  ['p', 'pause'],
  ['s', 'sort'],
  ['w', 'write report'],
  ['L', 'light'],
  ['m', 'mouse'],
];

const PAGE_KEYS: readonly (readonly [key: string, what: string])[] = [
  ['Esc', 'back'],
  ['j k', 'move'],
  ['?', 'help'],
];

/** The keys; what is being typed, or what has just happened, in their place. */
export function drawKeys(
  frame: Frame,
  { top, columns }: Region,
  model: DashboardModel,
  view: ViewState,
  glyphs: Glyphs,
): void {
  if (view.prompt !== undefined) {
    drawPrompt(frame, top, columns, view.prompt);
    return;
  }
  const notice = model.notices.at(-1);
  if (notice !== undefined && model.nowMs - notice.atMs < NOTICE_MS) {
    frame.put(top, 1, columns - 2, `! ${notice.message}`, Role.warn);
    return;
  }
  let column = 1;
  for (const [key, what] of view.page === 'panels' ? KEYS : PAGE_KEYS) {
    const name = key === '' ? glyphs.enter : key;
    if (column + name.length + 1 + what.length > columns) return;
    column += frame.put(top, column, name.length, name, Role.key) + 1;
    column += frame.put(top, column, what.length, what, Role.dim) + 2;
  }
}

function drawPrompt(frame: Frame, row: number, columns: number, prompt: Prompt): void {
  const label = prompt.purpose === 'search' ? 'search: ' : 'filter: ';
  const used = 1 + frame.put(row, 1, label.length, label, Role.key);
  const hint = 'Enter, Esc';
  const room = columns - used - (columns > 60 ? hint.length + 3 : 1);
  // What stands before the caret stays in sight, however long the line is.
  const before = prompt.chars.slice(0, prompt.at).slice(-Math.max(1, Math.floor(room / 2) - 1));
  const after = prompt.chars.slice(prompt.at);
  const column = used + frame.put(row, used, room - 1, before.join(''));
  frame.put(row, column, used + room - column, after.length === 0 ? ' ' : after.join(''));
  frame.select(row, column, 1);
  if (columns > 60) frame.putRight(row, columns - hint.length - 1, hint.length, hint, Role.dim);
}

/** `12 hits, of the last 3,400 lines and since`: a filter knows nothing of what was before. */
function foundText({ hits, lookedBack }: FilteredLines): string {
  return `${grouped(hits)} hits in the last ${grouped(lookedBack)} lines and since`;
}

/** The way down, the search and the filter, where there are any; the panels else. */
export function contextText(model: DashboardModel, view: ViewState): string | undefined {
  const parts = [];
  if (view.filter !== '') parts.push(`filter: ${view.filter}`);
  if (model.filtered !== undefined) parts.push(foundText(model.filtered));
  if (view.search !== '' && view.prompt === undefined) parts.push(`search: ${view.search}`);
  if (view.prompt?.purpose === 'search') {
    parts.push(`search: ${promptText(view.prompt)}`);
  }
  if (model.filterProblem !== undefined) {
    const { column, message } = model.filterProblem;
    return `no such filter: column ${String(column)}: ${message}`;
  }
  return parts.length === 0 ? undefined : parts.join('   ');
}
