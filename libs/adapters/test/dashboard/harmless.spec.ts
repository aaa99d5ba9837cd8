import { changes } from '@hitwatch/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import stringWidth from 'string-width';

import { PANELS } from '../../src/dashboard/model/panels.ts';
import type { Frame } from '../../src/dashboard/screen/frame.ts';
import { screen } from '../../src/dashboard/screen/screen.ts';
import { ASCII_GLYPHS, UNICODE_GLYPHS } from '../../src/dashboard/screen/theme.ts';
import { openPrompt } from '../../src/dashboard/view/prompt.ts';
import { FIRST_VIEW, SORT_COLUMNS } from '../../src/dashboard/view/view-state.ts';
import { hostileText } from '../text/hostile-text.ts';
import { anyTraffic } from '../text/traffic-arbitrary.ts';
import { exampleModel } from './example-model.ts';

const HARMFUL =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_C}\p{Default_Ignorable_Code_Point}\u200b-\u200f]/u;

/** Each cell shows itself, and a row takes exactly the cells that it has. */
function expectHarmlessCells(frame: Frame): void {
  const wrong = frame.texts.filter((text, at) => {
    if (text.length === 1 && text >= ' ' && text <= '~') return false;
    // Half a character at the left edge would be that of the row above.
    if (text === '') return at % frame.columns === 0;
    const isWide = frame.texts[at + 1] === '' && (at + 1) % frame.columns !== 0;
    return HARMFUL.test(text) || stringWidth(text) !== (isWide ? 2 : 1);
  });
  expect(wrong).to.deep.equal([]);
  expect(frame.texts).to.have.length(frame.columns * frame.rows);
}

const texts = fc.array(hostileText, { maxLength: 5 });

const anyModel = fc
  .record({
    traffic: anyTraffic,
    before: fc.option(anyTraffic, { nil: undefined }),
    files: texts,
    tail: texts,
    notices: texts,
    filterProblem: fc.option(fc.record({ column: fc.nat(), message: hostileText }), {
      nil: undefined,
    }),
    isHigh: fc.boolean(),
    alerts: fc.nat(30),
    hitsPerSecond: fc.array(fc.nat(1_000_000), { maxLength: 400 }),
    isFleet: fc.boolean(),
  })
  .map(({ traffic, before, notices, isHigh, alerts, isFleet, ...parts }) => {
    const model = exampleModel();
    const { fromMs, toMs } = model.span;
    return {
      ...model,
      ...parts,
      span: { fromMs, toMs, traffic, before: before && { traffic: before, ms: 10_000 } },
      lines: traffic.lines,
      alerts: changes(alerts),
      alertState: isHigh ? ('high' as const) : ('normal' as const),
      notices: notices.map((message) => ({ atMs: model.nowMs, message })),
      fileTallies: parts.files.map((path) => ({ path, format: path, lines: traffic.lines })),
      hosts: isFleet
        ? parts.files.map((name) => {
            return { name, hits: 1, perSecond: 1e9, silentMs: 1e9, alertState: 'high' as const };
          })
        : undefined,
    };
  });

const anyView = fc
  .record({
    page: fc.constantFrom('panels', 'panels', 'alerts', 'help'),
    panel: fc.constantFrom(...PANELS),
    cursor: fc.option(fc.record({ index: fc.nat(20), key: hostileText }), { nil: undefined }),
    alertIndex: fc.nat(40),
    helpTop: fc.nat(60),
    prompt: fc.option(
      fc.tuple(fc.constantFrom('search', 'filter'), hostileText).map(([a, b]) => openPrompt(a, b)),
      { nil: undefined },
    ),
    filter: hostileText,
    sort: fc.constantFrom(...SORT_COLUMNS),
    isReversed: fc.boolean(),
    isPaused: fc.boolean(),
    growth: fc.integer({ min: -30, max: 30 }),
    crumbs: fc.array(
      hostileText.map((value) => {
        return { field: 'url', value, panel: 'urls', cursor: undefined, search: '' } as const;
      }),
      { maxLength: 3 },
    ),
  })
  .map((parts) => ({ ...FIRST_VIEW, ...parts }));

const anySize = fc.record({
  columns: fc.oneof(fc.integer({ min: 1, max: 220 }), fc.constantFrom(80, 120, 200)),
  rows: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(24, 40, 60)),
});

describe('screen, of hostile text', () => {
  it('has nothing in any cell that a terminal obeys or does not show', () => {
    const property = fc.property(anyModel, anyView, anySize, (model, view, size) => {
      expectHarmlessCells(screen(model, view, size, UNICODE_GLYPHS));
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('is ASCII where the locale is no other', () => {
    const property = fc.property(anyModel, anyView, anySize, (model, view, size) => {
      const { texts: cells } = screen(model, view, size, ASCII_GLYPHS);
      expect(cells.every((text) => text >= ' ' && text <= '~' && text.length === 1)).to.be.true;
    });
    fc.assert(property, { numRuns: 40 });
  });
});
