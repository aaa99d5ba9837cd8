import { expect } from 'chai';
import { Rollup, type StreamKey, Tally } from '../../src/index.ts';
import { plainScanner } from '../scanners.ts';
import { textBlock } from '../text-block.ts';
import { accessLine } from './access-lines.ts';

const LINE = accessLine();

describe('Tally', () => {
  let rollup: Rollup;
  let tally: Tally;

  beforeEach(() => {
    rollup = new Rollup({ seed: 8 });
    tally = new Tally(() => plainScanner(8), rollup);
  });

  function push(stream: StreamKey, text: string, offset = 0): void {
    tally.push(stream, offset, textBlock(text));
  }

  it('keeps account of each file, in the order in which they were met', () => {
    push({ id: 1, path: 'b.log' }, `${LINE}\n${LINE}\n`);
    push({ id: 2, path: 'a.log' }, `noise\n${LINE}\n`);
    const [b, a] = tally.files();
    expect(b).to.deep.include({ path: 'b.log', format: 'combined', examples: [] });
    expect(b?.lines).to.include({ read: 2, counted: 2 });
    expect(a?.lines).to.include({ read: 2, counted: 1, unparsed: 1 });
    expect(a?.examples).to.deep.equal([{ reason: 'no_time', offset: 0, text: 'noise' }]);
    expect(rollup.lines.snapshot()).to.include({ read: 4, counted: 3, unparsed: 1 });
  });

  it('adds up the generations of a file, those that are finished and the one that is open', () => {
    push({ id: 1, path: 'a.log' }, `${LINE}\nold noise\n`);
    tally.finish({ id: 1, path: 'a.log' });
    push({ id: 2, path: 'a.log' }, `${LINE}\nnew noise\n`);
    const [file, ...others] = tally.files();
    expect(others).to.be.empty;
    expect(file?.lines).to.include({ read: 4, counted: 2, unparsed: 2 });
    expect(file?.examples.map(({ text }) => text)).to.deep.equal(['old noise', 'new noise']);
  });

  it('never joins the half line of one generation or file to the other', () => {
    const half = LINE.slice(0, 40);
    push({ id: 1, path: 'a.log' }, half);
    push({ id: 2, path: 'a.log' }, `${LINE}\n`);
    push({ id: 3, path: 'b.log' }, `${LINE}\n`);
    push({ id: 1, path: 'a.log' }, `${LINE.slice(40)}\n`, 40);
    expect(rollup.lines.snapshot()).to.include({ read: 3, counted: 3 });
  });

  it('makes a record of the last line of a generation, with LF or without', () => {
    push({ id: 1, path: 'a.log' }, LINE);
    expect(rollup.hits).to.equal(0);
    tally.finish({ id: 1, path: 'a.log' });
    tally.finish({ id: 1, path: 'a.log' });
    expect(rollup.hits).to.equal(1);
    expect(tally.files()[0]?.lines).to.include({ read: 1, counted: 1 });
  });

  it('knows a file without a byte', () => {
    tally.finish({ id: 1, path: 'empty.log' });
    const [file] = tally.files();
    expect(file).to.deep.include({ path: 'empty.log', format: 'unknown', examples: [] });
    expect(file?.lines.read).to.equal(0);
  });

  it('takes the format from all generations of a file', () => {
    push({ id: 1, path: 'a.log' }, `${accessLine({ vhost: 'a.example' })}\n`);
    tally.finish({ id: 1, path: 'a.log' });
    push({ id: 2, path: 'a.log' }, 'noise\n');
    expect(tally.files()[0]?.format).to.equal('vhost_combined');
    push({ id: 2, path: 'a.log' }, `${LINE}\n`, 6);
    expect(tally.files()[0]?.format).to.equal('vhost_combined');
  });

  it('gives the account of the stream with each block', () => {
    const intake = tally.push({ id: 1, path: 'a.log' }, 0, textBlock(`noise\n${LINE}\n`));
    expect(intake.account.lines.snapshot()).to.include({ counted: 1, unparsed: 1 });
    expect(tally.push({ id: 1, path: 'a.log' }, 9, textBlock('\n'))).to.equal(intake);
  });
});
