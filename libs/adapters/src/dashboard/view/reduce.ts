import { PANELS, PANEL_TITLES, type PanelName } from '../model/panels.ts';
import { drilled, filterText, risen } from './drill.ts';
import { atColumn, edited, openPrompt, promptText, typed } from './prompt.ts';
import { cursorIndex, SORT_COLUMNS, TIME_SPANS, type ViewState } from './view-state.ts';

/** What a person does, as the terminal's bytes were read. */
export type InputEvent =
  /** A name such as `up`, or the character itself. */
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'paste'; readonly text: string }
  | {
      readonly kind: 'mouse';
      readonly action: 'press' | 'wheel-up' | 'wheel-down' | 'other';
      readonly column: number;
      readonly row: number;
    };

/** What somebody else has to do. */
export type Intent =
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'redraw' }
  | { readonly kind: 'filter'; readonly text: string }
  | { readonly kind: 'write-report' };

/** What the keys need to know of what is shown. */
export interface Surface {
  /** Keys of the rows of the panel that is open, in the order in which they are shown. */
  readonly keys: readonly string[];
  /** Rows that fit on the screen at once. */
  readonly pageRows: number;
  readonly alerts: number;
  readonly panels: readonly PanelName[];
}

export interface Reduced {
  readonly view: ViewState;
  readonly intent?: Intent;
}

const WHEEL_ROWS = 3;
const GROWTH_MAX = 30;
const HELP_LINES_MAX = 40;

/** The view after a key, and what it asks others to do. Pure. */
export function reduce(view: ViewState, event: InputEvent, surface: Surface): Reduced {
  if (event.kind === 'paste') {
    // What is pasted is no command: a clipboard full of lines would press every key there is.
    return view.prompt === undefined ? { view } : withPrompt(view, typed(view.prompt, event.text));
  }
  if (event.kind === 'mouse') {
    if (event.action === 'wheel-up') return { view: moved(view, -WHEEL_ROWS, surface) };
    if (event.action === 'wheel-down') return { view: moved(view, WHEEL_ROWS, surface) };
    return { view };
  }
  const { key } = event;
  if (key === 'ctrl-c') return { view, intent: { kind: 'quit' } };
  if (key === 'ctrl-z') return { view, intent: { kind: 'suspend' } };
  if (key === 'ctrl-l') return { view, intent: { kind: 'redraw' } };
  if (view.prompt !== undefined) return inPrompt(view, key);
  const movement = movementOf(key, surface.pageRows);
  if (movement !== undefined) return { view: moved(view, movement, surface) };
  return command(view, key, surface);
}

/** The view with the cursor on the row of that index of a panel, as after a click. */
export function choose(view: ViewState, panel: PanelName, index: number, key: string): ViewState {
  const search = panel === view.panel ? view.search : '';
  return { ...view, panel, search, cursor: { index, key } };
}

/** The view with the line still open that is wrong at a column: it can be mended there. */
export function reopened(view: ViewState, column: number): ViewState {
  return view.prompt === undefined ? view : { ...view, prompt: atColumn(view.prompt, column) };
}

function withPrompt(view: ViewState, prompt: NonNullable<ViewState['prompt']>): Reduced {
  const next = { ...view, prompt };
  // A search shows what it finds while it is typed; a filter counts, so it waits for Enter.
  return { view: prompt.purpose === 'search' ? { ...next, search: promptText(prompt) } : next };
}

function inPrompt(view: ViewState, key: string): Reduced {
  const { prompt } = view;
  if (prompt === undefined) return { view };
  const text = promptText(prompt);
  if (key === 'enter') {
    const closed = { ...view, prompt: undefined };
    if (prompt.purpose === 'search') return { view: { ...closed, search: text } };
    // What is typed stands for the whole way down.
    return { view: { ...closed, filter: text, crumbs: [] }, intent: { kind: 'filter', text } };
  }
  if (key === 'escape') {
    const search = prompt.purpose === 'search' ? prompt.before : view.search;
    return { view: { ...view, prompt: undefined, search } };
  }
  const next = edited(prompt, key);
  if (next !== undefined) return withPrompt(view, next);
  return isCharacter(key) ? withPrompt(view, typed(prompt, key)) : { view };
}

function command(view: ViewState, key: string, surface: Surface): Reduced {
  if (view.page !== 'panels' && (key === 'escape' || key === 'q')) {
    return { view: { ...view, page: 'panels' } };
  }
  const panel = PANELS.find((name) => PANEL_TITLES[name].key === key);
  if (panel !== undefined) return { view: opened(view, panel) };
  switch (key) {
    case 'q':
      return { view, intent: { kind: 'quit' } };
    case '?':
    case 'h':
      return { view: { ...view, page: view.page === 'help' ? 'panels' : 'help', helpTop: 0 } };
    case 'a':
      return { view: { ...view, page: view.page === 'alerts' ? 'panels' : 'alerts' } };
    case 'tab':
    case 'right':
      return { view: turned(view, 1, surface.panels) };
    case 'shift-tab':
    case 'left':
      return { view: turned(view, -1, surface.panels) };
    case '/':
      return { view: { ...view, page: 'panels', prompt: openPrompt('search', view.search) } };
    case 'f':
      return { view: { ...view, prompt: openPrompt('filter', filterText(view)) } };
    case 'enter':
      return view.page === 'panels' ? drilled(view, surface.keys) : { view };
    case 'escape':
      return risen(view);
    case 'w':
      return { view, intent: { kind: 'write-report' } };
    default:
      return { view: setting(view, key) };
  }
}

/** Keys that turn something round and do nothing else. */
function setting(view: ViewState, key: string): ViewState {
  switch (key) {
    case 's':
      return { ...view, sort: after(SORT_COLUMNS, view.sort), isReversed: false };
    case 'r':
      return { ...view, isReversed: !view.isReversed };
    case 't':
      return { ...view, span: after(TIME_SPANS, view.span) };
    case 'p':
    case ' ':
      return { ...view, isPaused: !view.isPaused };
    case '+':
    case '=':
      return { ...view, growth: Math.min(GROWTH_MAX, view.growth + 1) };
    case '-':
      return { ...view, growth: Math.max(-GROWTH_MAX, view.growth - 1) };
    case 'm':
      return { ...view, hasMouse: !view.hasMouse };
    case 'L':
      return { ...view, background: view.background === 'dark' ? 'light' : 'dark' };
    default:
      return view;
  }
}

function movementOf(key: string, pageRows: number): number | undefined {
  switch (key) {
    case 'up':
    case 'k':
      return -1;
    case 'down':
    case 'j':
      return 1;
    case 'pageup':
      return -Math.max(1, pageRows - 1);
    case 'pagedown':
      return Math.max(1, pageRows - 1);
    case 'home':
    case 'g':
      return -Infinity;
    case 'end':
    case 'G':
      return Infinity;
    default:
      return undefined;
  }
}

function moved(view: ViewState, by: number, { keys, alerts }: Surface): ViewState {
  if (view.page === 'help') return { ...view, helpTop: within(view.helpTop + by, HELP_LINES_MAX) };
  if (view.page === 'alerts') {
    return { ...view, alertIndex: within(view.alertIndex + by, alerts) };
  }
  if (keys.length === 0) return view;
  const at = cursorIndex(view.cursor, keys);
  // The first step only shows where the cursor is.
  const start = at ?? (by > 0 && by !== Infinity ? -1 : 0);
  const index = within(start + by, keys.length);
  return { ...view, cursor: { index, key: keys[index] ?? '' } };
}

function opened(view: ViewState, panel: PanelName): ViewState {
  return { ...view, page: 'panels', panel, cursor: undefined, search: '' };
}

function turned(view: ViewState, by: number, panels: readonly PanelName[]): ViewState {
  const at = panels.indexOf(view.panel);
  const next = panels[(at + by + panels.length) % panels.length];
  return next === undefined ? view : opened(view, next);
}

function after<T>(all: readonly T[], one: T): T {
  return all[(all.indexOf(one) + 1) % all.length] ?? one;
}

function within(index: number, length: number): number {
  return Math.max(0, Math.min(index, length - 1));
}

/** One character as it is seen; names of keys are ASCII words. */
function isCharacter(key: string): boolean {
  return key.length === 1 || (key.codePointAt(0) ?? 0) > 0x7f;
}
