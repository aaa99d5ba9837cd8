import { changes, noTraffic, SOME_TIME_MS } from '@hitwatch/testing';

import type { DashboardModel } from '../../src/dashboard/model/dashboard-model.ts';
import { screen } from '../../src/dashboard/screen/screen.ts';
import { ASCII_GLYPHS, UNICODE_GLYPHS } from '../../src/dashboard/screen/theme.ts';
import { paletteOf } from '../../src/dashboard/terminal/palette.ts';
import { frameDiff } from '../../src/dashboard/terminal/frame-diff.ts';
import { openPrompt } from '../../src/dashboard/view/prompt.ts';
import { FIRST_VIEW, type ViewState } from '../../src/dashboard/view/view-state.ts';
import { expectGoldenText } from '../golden.ts';
import { exampleModel, siteTraffic } from './example-model.ts';

const SIZES = [
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

interface Shown {
  readonly model?: Partial<DashboardModel>;
  readonly view?: Partial<ViewState>;
  readonly ascii?: boolean;
}

const EMPTY = {
  hitsPerSecond: [],
  windowHits: 0,
  alerts: [],
  tail: [],
  fileTallies: [],
  silentMs: undefined,
  lines: noTraffic().lines,
  span: {
    fromMs: SOME_TIME_MS - 2000,
    toMs: SOME_TIME_MS,
    traffic: noTraffic(),
    before: undefined,
  },
};

const HOSTILE = '\x1b]0;owned\x07\x1b[31m\u202eevil\u200b漢字🦉e\u0301\r\n';

/** Traffic whose every key is hostile. */
function hostileTraffic() {
  const traffic = siteTraffic();
  const tables = Object.entries(traffic.tables).map(([name, table]) => [
    name,
    {
      ...table,
      rows: table.rows.map((row, index) => ({
        ...row,
        key: `/${HOSTILE.repeat(index % 3)}${row.key}`,
      })),
    },
  ]);
  return { ...traffic, tables: Object.fromEntries(tables) as typeof traffic.tables };
}

const STORIES: Readonly<Record<string, Shown>> = {
  normal: {},
  'alert-on': {
    model: {
      alertState: 'high',
      windowHits: 140_400,
      alerts: changes(7, SOME_TIME_MS / 1000 - 400),
    },
  },
  empty: { model: EMPTY },
  help: { view: { page: 'help' } },
  'alert-detail': { view: { page: 'alerts', alertIndex: 2 } },
  'drill-down': {
    model: { lines: { ...noTraffic().lines, read: 9000, counted: 5120, filtered: 3880 } },
    view: {
      panel: 'urls',
      cursor: { index: 1, key: '/api/v2/products/37/reviews?page=2' },
      crumbs: [
        { field: 'section', value: '/api', panel: 'sections', cursor: undefined, search: '' },
      ],
    },
  },
  searching: { view: { panel: 'clients', search: '8::', prompt: openPrompt('search', '8::') } },
  paused: { view: { isPaused: true, panel: 'requests', sort: 'bytes' } },
  ascii: { ascii: true },
  hostile: {
    model: {
      files: [HOSTILE, HOSTILE],
      fileTallies: [{ path: HOSTILE, format: HOSTILE, lines: noTraffic().lines }],
      tail: [HOSTILE, HOSTILE.repeat(40)],
      notices: [{ atMs: SOME_TIME_MS, message: HOSTILE }],
      span: {
        fromMs: SOME_TIME_MS - 10_000,
        toMs: SOME_TIME_MS,
        traffic: hostileTraffic(),
        before: undefined,
      },
    },
    view: { filter: HOSTILE },
  },
};

function frameOf({ model, view, ascii }: Shown, columns: number, rows: number) {
  const glyphs = ascii === true ? ASCII_GLYPHS : UNICODE_GLYPHS;
  return screen(exampleModel(model), { ...FIRST_VIEW, ...view }, { columns, rows }, glyphs);
}

describe('screen', () => {
  for (const [name, shown] of Object.entries(STORIES)) {
    for (const [columns, rows] of SIZES) {
      it(`${name} at ${columns}x${rows} is as a person has looked at it`, () => {
        const frame = frameOf(shown, columns, rows);
        const lines = Array.from({ length: rows }, (_, row) => frame.rowText(row).trimEnd());
        const file = new URL(`screens/${name}.${columns}x${rows}.txt`, import.meta.url);
        expectGoldenText(file, `${lines.join('\n')}\n`);
      });
    }
  }

  for (const depth of ['none', '16', '256', 'true'] as const) {
    it(`has the roles of 80x24 in ${depth} colours`, () => {
      const frame = frameOf(STORIES['alert-on'] ?? {}, 80, 24);
      const bytes = frameDiff(undefined, frame, paletteOf(depth, 'dark'));
      const file = new URL(`screens/alert-on.80x24.${depth}.txt`, import.meta.url);
      expectGoldenText(
        file,
        `${bytes.replaceAll('\x1b', '\\e').replaceAll(/(\\e\[\d+H)/gu, '\n$1')}\n`,
      );
    });
  }

  it('says what matters in a terminal of any size', () => {
    for (const [columns, rows] of [
      [50, 14],
      [40, 10],
      [20, 5],
      [12, 2],
      [5, 1],
    ] as const) {
      const frame = frameOf(STORIES['alert-on'] ?? {}, columns, rows);
      const lines = Array.from({ length: rows }, (_, row) => frame.rowText(row).trimEnd());
      const file = new URL(`screens/alert-on.${columns}x${rows}.txt`, import.meta.url);
      expectGoldenText(file, `${lines.join('\n')}\n`);
    }
  });
});
