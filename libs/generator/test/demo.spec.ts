import {
  ByteBlock,
  ClfLines,
  highTrafficRule,
  PlainScanner,
  RecordBatch,
  RuleSeries,
} from '@hitwatch/domain';
import { expect } from 'chai';

import { demoLoad } from '../src/demo.ts';
import { parseLine, splitLines } from './lines/parsed-line.ts';
import { takeAll } from './load/taken-load.ts';

const START_MS = Date.UTC(2026, 0, 1);

describe('demoLoad', () => {
  it('raises the default alert in a minute, lets it recover in four, and again', async () => {
    const untilMs = START_MS + 8 * 60_000;
    const log = new ByteBlock(await takeAll(demoLoad(START_MS), { untilMs }));
    const scanner = new PlainScanner(new ClfLines(), new RecordBatch(1));
    const series = new RuleSeries([highTrafficRule()], 1);
    for (let at = 0; at < log.length;) {
      at = scanner.scan(log, at, log.length);
      series.add(scanner.batch, 'demo.log');
    }
    const told = series
      .evaluate()
      .map(({ kind, second }) => [kind, second - START_MS / 1000] as const);
    expect(told.map(([kind]) => kind)).to.deep.equal([
      'triggered',
      'recovered',
      'triggered',
      'recovered',
    ]);
    expect(told[0]?.[1]).to.be.within(35, 60);
    expect(told[1]?.[1]).to.be.within(190, 240);
    expect(told[2]?.[1]).to.be.within(260, 300);
  });

  it('is lively: some 20 lines a second, errors, malformed lines, many sections', async () => {
    const untilMs = START_MS + 240_000;
    const lines = splitLines(await takeAll(demoLoad(START_MS), { untilMs })).map(parseLine);
    expect(lines.length / 240).to.be.within(17, 22);
    expect(lines.some((line) => line.reason > 0)).to.equal(true);
    const errors = lines.filter((line) => line.status >= 500).length / lines.length;
    expect(errors).to.be.within(0.01, 0.03);
    const sections = new Set(lines.map((line) => /^\/[^/?]*/.exec(line.target)?.[0]));
    expect(sections.size).to.be.greaterThan(12);
  });
});
