import type { FileTally } from '@hitwatch/domain';
import { noTraffic, someTraffic, stopEvent } from '@hitwatch/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { colourStyle, plainStyle, type TrafficReport, Zone } from '../../src/index.ts';
import { reportText } from '../../src/views.ts';
import { expectGoldenText } from '../golden.ts';
import { hostileText } from './hostile-text.ts';
import { expectHarmless, expectWithin, withoutColours } from './shown-lines.ts';
import { anyTraffic } from './traffic-arbitrary.ts';

const PARIS = Zone.named('Europe/Paris');
const NO_LINES = noTraffic().lines;

const FILES: readonly FileTally[] = [
  ...stopEvent().files,
  {
    path: `/var/log/\x1b[31m${'long/'.repeat(20)}other.log`,
    format: 'unknown',
    lines: { ...NO_LINES, read: 2, unparsed: 2, reasons: { empty: 1, no_time: 1 } },
    examples: [
      { reason: 'no_time', offset: 0, text: '\x1b]0;owned\x07 \u202egnp.exe' },
      { reason: 'no_time', offset: 1_234_567, text: 'x'.repeat(200) },
    ],
  },
];

const REPORT: TrafficReport = { files: FILES, traffic: someTraffic() };

function shown(report: TrafficReport, width: number, style = plainStyle, top = 10): string {
  return reportText(report, top, PARIS, { style, width });
}

describe('reportText', () => {
  for (const width of [80, 120]) {
    it(`shows a report on ${width} columns`, () => {
      const text = shown(REPORT, width);
      expectGoldenText(new URL(`./report-view.${width}.txt`, import.meta.url), text);
      expectHarmless(text);
      expectWithin(width, text);
    });

    it(`lets nothing harmful through, and stays within ${width} columns, whatever comes`, () => {
      const file = fc
        .record({ path: hostileText, text: hostileText, lines: anyTraffic.map((t) => t.lines) })
        .map(({ path, text, lines }): FileTally => {
          return { path, format: 'common', lines, examples: [{ reason: 'nul', offset: 9, text }] };
        });
      const report = fc.record({ files: fc.array(file, { maxLength: 4 }), traffic: anyTraffic });
      fc.assert(
        fc.property(report, fc.constantFrom(0, 1, 10), (any, top) => {
          const text = shown(any, width, plainStyle, top);
          expectHarmless(text);
          expectWithin(width, text);
        }),
        { numRuns: 100 },
      );
    });
  }

  it('adds colours and nothing else', () => {
    expect(withoutColours(shown(REPORT, 80, colourStyle))).to.equal(shown(REPORT, 80));
    expect(shown(REPORT, 80, colourStyle)).to.not.equal(shown(REPORT, 80));
  });

  it('says so when there is nothing to show', () => {
    expect(shown({ files: [], traffic: noTraffic() }, 80)).to.equal(
      '  no hits\n\n  lines: 0 read = 0 counted + 0 filtered + 0 unparsed\n',
    );
  });

  it('has about half as many rows beside each other as in the first table, or all of them', () => {
    const urls = (top: number) => shown(REPORT, 80, plainStyle, top).match(/^ {2}\/.* {3}/gm);
    expect(shown(REPORT, 80, plainStyle, 1))
      .to.include('/api/user')
      .and.not.include('/rare');
    expect(shown(REPORT, 80, plainStyle, 0)).to.include('/rare');
    expect(urls(0)).to.have.length.above(urls(1)?.length ?? Infinity);
  });
});
