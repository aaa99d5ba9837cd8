import type { TimeSpan } from '@hitwatch/ports';

import type { PanelName } from '../model/panels.ts';
import type { Background } from '../terminal/palette.ts';
import type { Prompt } from './prompt.ts';

export const SORT_COLUMNS = ['hits', 'bytes', 'errors', 'p95', 'change', 'key'] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

export const TIME_SPANS: readonly TimeSpan[] = ['interval', 'minute', 'quarter', 'hour', 'total'];

/** The row that a person has chosen: its key, and its place for when the key has gone. */
export interface Cursor {
  readonly index: number;
  readonly key: string;
}

/** One step of a way down, and where it came from. */
export interface Crumb {
  /** Name of a field: `section`, `url`, `client`, ... */
  readonly field: string;
  readonly value: string;
  readonly panel: PanelName;
  readonly cursor: Cursor | undefined;
  readonly search: string;
}

/** What a person has chosen to see; changes by keys only. */
export interface ViewState {
  readonly page: 'panels' | 'alerts' | 'help';
  readonly panel: PanelName;
  readonly cursor: Cursor | undefined;
  /** Newest first, 0 is the newest alert. */
  readonly alertIndex: number;
  /** Lines of the help that have been scrolled past. */
  readonly helpTop: number;
  readonly prompt: Prompt | undefined;
  readonly search: string;
  readonly filter: string;
  readonly crumbs: readonly Crumb[];
  readonly sort: SortColumn;
  readonly isReversed: boolean;
  readonly span: TimeSpan;
  readonly isPaused: boolean;
  /** Rows that the table has more than by itself, and the other panels less. */
  readonly growth: number;
  readonly background: Background;
  readonly hasMouse: boolean;
}

export const FIRST_VIEW: ViewState = {
  page: 'panels',
  panel: 'sections',
  cursor: undefined,
  alertIndex: 0,
  helpTop: 0,
  prompt: undefined,
  search: '',
  filter: '',
  crumbs: [],
  sort: 'hits',
  isReversed: false,
  span: 'interval',
  isPaused: false,
  growth: 0,
  background: 'dark',
  hasMouse: false,
};

/**
 * Where the cursor is among rows that may have moved since; undefined without one or without rows.
 */
export function cursorIndex(
  cursor: Cursor | undefined,
  keys: readonly string[],
): number | undefined {
  if (cursor === undefined || keys.length === 0) return undefined;
  const found = keys.indexOf(cursor.key);
  return found >= 0 ? found : Math.min(cursor.index, keys.length - 1);
}
