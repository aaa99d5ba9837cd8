import type { PanelName } from '../model/panels.ts';
import type { Reduced } from './reduce.ts';
import { type Crumb, cursorIndex, type ViewState } from './view-state.ts';

/** Where Enter leads from each panel, and the field that it holds to the row. */
const WAY_DOWN: Readonly<Partial<Record<PanelName, readonly [field: string, to: PanelName]>>> = {
  sections: ['section', 'urls'],
  urls: ['url', 'clients'],
  clients: ['client', 'requests'],
  status: ['status', 'urls'],
  methods: ['method', 'urls'],
  referrers: ['referrer', 'urls'],
  agents: ['agent', 'clients'],
  vhosts: ['vhost', 'sections'],
  files: ['file', 'sections'],
  hosts: ['host', 'sections'],
};

const NONE = '(none)';
/** Nothing of this means anything to the language of conditions. */
const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-:%?&@+,;*';

/** Goes down into the row under the cursor, the first one without a cursor. */
export function drilled(view: ViewState, keys: readonly string[]): Reduced {
  const way = WAY_DOWN[view.panel];
  const value = keys[cursorIndex(view.cursor, keys) ?? 0];
  if (way === undefined || value === undefined) return { view };
  const [field, panel] = way;
  const { panel: from, cursor, search, crumbs } = view;
  const way2 = [...crumbs, { field, value, panel: from, cursor, search }];
  return asFiltered({ ...view, panel, cursor: undefined, search: '', crumbs: way2 });
}

/** One step back: out of a search, up one crumb, off the row, out of the filter. */
export function risen(view: ViewState): Reduced {
  if (view.search !== '') return { view: { ...view, search: '' } };
  const last = view.crumbs.at(-1);
  if (last !== undefined) {
    const { panel, cursor, search } = last;
    return asFiltered({ ...view, panel, cursor, search, crumbs: view.crumbs.slice(0, -1) });
  }
  if (view.cursor !== undefined) return { view: { ...view, cursor: undefined } };
  return view.filter === '' ? { view } : asFiltered({ ...view, filter: '' });
}

/** The filter as a whole: what was typed, and what Enter has chosen since. */
export function filterText({ filter, crumbs }: Pick<ViewState, 'filter' | 'crumbs'>): string {
  const chosen = crumbs.map(crumbText);
  if (filter === '' || chosen.length === 0) return filter || chosen.join(' and ');
  // `or` binds less than what is added.
  return [`(${filter})`, ...chosen].join(' and ');
}

function asFiltered(view: ViewState): Reduced {
  return { view, intent: { kind: 'filter', text: filterText(view) } };
}

/** `section=/api`, in quotes where there is more to the value than one plain word. */
function crumbText({ field, value }: Crumb): string {
  // How the tables call what a line does not have.
  if (value === NONE) return field === 'status' ? 'not status>=100' : `${field}=""`;
  const isWord = value !== '' && Array.from(value).every((char) => PLAIN.includes(char));
  if (isWord) return `${field}=${value}`;
  return `${field}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
