import { expect } from 'chai';
import { builtInRule, Intake, type RuleTransition, SeriesTable } from '../../src/index.ts';
import { plainScanner } from '../scanners.ts';
import { textBlock } from '../text-block.ts';
import { accessLine } from '../traffic/access-lines.ts';

const unparsedLines = [builtInRule('unparsed-lines')].flatMap((rule) => (rule ? [rule] : []));

function lines(count: number, second: number): string {
  return `${accessLine({ second })}\n`.repeat(count);
}

function read(text: string, file = 'a.log'): SeriesTable {
  const table = new SeriesTable(unparsedLines, 1, file);
  const intake = new Intake(plainScanner(1), table);
  intake.push(textBlock(text), 0);
  intake.finish();
  return table;
}

function story(told: readonly RuleTransition[]): string[] {
  return told.map(({ kind, severity, second }) => `${kind} ${severity} ${second}`);
}

describe('SeriesTable', () => {
  it('counts lines that state no second with the hit before them', () => {
    const { series, lines: counts } = read(`${lines(60, 100)}${'what?\n'.repeat(60)}`);
    expect(counts.snapshot()).to.include({ read: 120, counted: 60, unparsed: 60 });
    expect(story(series.evaluate())).to.deep.equal(['triggered warning 100']);
  });

  it('counts those before any hit with the first, and not in another file', () => {
    const table = read(`${'what?\n'.repeat(200)}${lines(1, 100)}`);
    expect(story(table.series.evaluate())).to.deep.equal(['triggered critical 100']);
    const none = read('what?\n'.repeat(200));
    none.begin('b.log');
    new Intake(plainScanner(1), none).push(textBlock(lines(200, 7)), 0);
    expect(story(none.series.evaluate())).to.deep.equal([]);
  });

  it('is the sum of its parts', () => {
    const sum = new SeriesTable(unparsedLines, 9, '');
    for (const text of [lines(99, 100), `${lines(1, 101)}${'what?\n'.repeat(150)}`]) {
      sum.merge(read(text).state());
    }
    expect(sum.lines.read).to.equal(250);
    expect(story(sum.series.evaluate())).to.deep.equal(['triggered critical 101']);
  });

  it('knows of which time each MiB of a file is, and where its first line begins', () => {
    const line = `${accessLine({ second: 50 })}\n`;
    const { stretches } = read(
      `${line.repeat(Math.ceil((3 * 1024 * 1024) / line.length))}${lines(1, 7)}`,
    ).state();
    expect(stretches.length).to.be.within(2, 4);
    for (const { offset } of stretches) expect(offset % line.length).to.equal(0);
    expect(stretches[0]).to.include({ offset: 0, first: 50, last: 50 });
    expect(stretches.at(-1)).to.include({ first: 7, last: 50 });
  });
});
