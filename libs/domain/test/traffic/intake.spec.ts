import { expect } from 'chai';
import fc from 'fast-check';
import {
  ByteBlock,
  decodeText,
  Intake,
  LINE_BYTES_MAX,
  LineSplitter,
  Rollup,
  UNPARSED_REASONS,
} from '../../src/index.ts';
import { LiveMonitor } from '../alert/live-monitor.ts';
import { anyBytes, damagedLines, generatedLines } from '../parser/log-lines.ts';
import { slowParse } from '../../src/oracle/slow-parser.ts';
import { plainScanner } from '../scanners.ts';
import { latin1Block, textBlock } from '../text-block.ts';
import { accessLine, NOON } from './access-lines.ts';

function read(stream: string, blockBytes = stream.length + 1, lineBytesMax = LINE_BYTES_MAX) {
  const rollup = new Rollup({ seed: 8 });
  const splitter = new LineSplitter(lineBytesMax);
  const intake = new Intake(plainScanner(8, lineBytesMax), rollup, undefined, splitter);
  for (let at = 0; at < stream.length; at += blockBytes) {
    intake.push(latin1Block(stream.slice(at, at + blockBytes)), at);
  }
  intake.finish();
  return { intake, rollup };
}

function recordsOf(stream: string): string[] {
  const records = stream.split('\n');
  if (records.at(-1) === '') records.pop();
  return records.map((record) => record.replace(/\r$/, ''));
}

const anyLine = fc.oneof(generatedLines, damagedLines, anyBytes, fc.constantFrom('', '\0\0', '\r'));
const streams = fc
  .tuple(fc.array(anyLine, { maxLength: 12 }), fc.constantFrom('', '\n', '\r\n'))
  .map(([lines, end]) => lines.join('\n') + end);

describe('Intake', () => {
  it('accounts for every record of any stream: read = counted + filtered + unparsed', () => {
    const blockBytes = fc.integer({ min: 1, max: 400 });
    const property = fc.property(streams, blockBytes, (stream, bytes) => {
      const { intake, rollup } = read(stream, bytes);
      const records = recordsOf(stream);
      const refused = records
        .map(slowParse)
        .flatMap((reading) => ('reason' in reading ? [reading.reason] : []));
      const reasons = Object.fromEntries(
        refused.map((reason) => [reason, refused.filter((other) => other === reason).length]),
      );
      const expected = {
        read: records.length,
        counted: records.length - refused.length,
        filtered: 0,
        unparsed: refused.length,
        late: 0,
        future: 0,
        reasons,
      };
      expect(intake.account.lines.snapshot()).to.deep.equal(expected);
      expect(rollup.lines.snapshot()).to.deep.equal(expected);

      const { hits, tables } = rollup.snapshot(0);
      expect(hits).to.equal(expected.counted);
      const inSections = tables.sections.rows.reduce((sum, row) => sum + row.hits, 0);
      expect(inSections).to.equal(hits);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('keeps the first lines of each reason as examples, each found at its offset', () => {
    const property = fc.property(streams, fc.integer({ min: 1, max: 400 }), (stream, bytes) => {
      const { examples, lines } = read(stream, bytes).intake.account;
      const kept = Object.values(lines.snapshot().reasons).map((count) => Math.min(3, count));
      expect(examples.length).to.equal(kept.reduce((sum, count) => sum + count, 0));
      let before = -1;
      for (const { offset, reason, text } of examples) {
        expect(offset).to.be.above(before);
        before = offset;
        const [line = ''] = recordsOf(stream.slice(offset));
        expect(slowParse(line)).to.deep.equal({ reason });
        expect(text).to.equal(decodeText(Buffer.from(line.slice(0, 200), 'latin1')));
      }
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('keeps no more of an example than a person wants to see', () => {
    const { examples } = read('x'.repeat(100_000)).intake.account;
    expect(examples).to.deep.equal([{ reason: 'no_time', offset: 0, text: 'x'.repeat(200) }]);
  });

  it('counts a line that is too long, and says where it began', () => {
    const stream = `${'x'.repeat(500)}\n${accessLine()}\n${'y'.repeat(500)}`;
    const { lines, examples } = read(stream, 64, 200).intake.account;
    expect(lines.snapshot()).to.deep.include({
      read: 3,
      counted: 1,
      unparsed: 2,
      reasons: { too_long: 2 },
    });
    expect(examples).to.deep.equal([
      { reason: 'too_long', offset: 0, text: '' },
      { reason: 'too_long', offset: stream.lastIndexOf('\n') + 1, text: '' },
    ]);
  });

  it('knows how many bytes wait for the end of their line', () => {
    const intake = new Intake(plainScanner(1), new Rollup({ seed: 1 }));
    const line = accessLine();
    intake.push(textBlock(`${line}\n${line.slice(0, 30)}`), 0);
    expect(intake.heldBytes).to.equal(30);
    expect(intake.account.lines.counted).to.equal(1);
    intake.push(textBlock(line.slice(30)), line.length + 31);
    expect(intake.account.lines.counted).to.equal(1);
    intake.finish();
    expect(intake.account.lines.counted).to.equal(2);
    expect(intake.heldBytes).to.equal(0);
  });

  it('says what the parsed lines look like', () => {
    const common = accessLine().replace(/ "-" "curl"$/, '');
    const vhost = accessLine({ vhost: 'a.example' });
    expect(read('').intake.account.format).to.equal('unknown');
    expect(read('noise\n').intake.account.format).to.equal('unknown');
    expect(read(common).intake.account.format).to.equal('common');
    expect(read(`${common}\nnoise\n${accessLine()}`).intake.account.format).to.equal('combined');
    expect(read(vhost).intake.account.format).to.equal('vhost_combined');
    expect(read(vhost.replace(/ "-" "curl"$/, '')).intake.account.format).to.equal('vhost_common');
  });
});

describe('Intake of a log that is watched', () => {
  let monitor: LiveMonitor;

  beforeEach(() => {
    monitor = new LiveMonitor({ threshold: 1, windowSeconds: 10 }, NOON * 1000);
    monitor.clock.arrive();
  });
  afterEach(() => {
    monitor.restore();
  });

  it('counts each hit where the event clock places it, late and future ones too', () => {
    const rollup = new Rollup({ seed: 8 });
    const intake = new Intake(plainScanner(8), rollup, monitor.watch.log('access.log'));
    const seconds = [NOON, NOON + 3, NOON - 5, NOON - 100, NOON + 3600, NOON + 3600];
    const stream = seconds.map((second) => accessLine({ second })).join('\n');
    intake.push(textBlock(`${stream}\nnoise\n`), 0);

    const lines = { read: 7, counted: 6, unparsed: 1, late: 1, future: 2 };
    expect(intake.account.lines.snapshot()).to.include(lines);
    expect(rollup.lines.snapshot()).to.include(lines);
    expect(rollup.summary()).to.deep.include({
      span: { first: NOON - 100, last: NOON + 3 },
      peak: { second: NOON + 3, hits: 3 },
    });
    expect(monitor.watch.windowHits).to.equal(5);
  });

  it('places no line that could not be parsed', () => {
    const intake = new Intake(
      plainScanner(8),
      new Rollup({ seed: 8 }),
      monitor.watch.log('access.log'),
    );
    intake.push(textBlock('noise\n\n'), 0);
    expect(monitor.clock.second).to.be.NaN;
  });

  it('triggers on lines in bytes, end to end', () => {
    const intake = new Intake(
      plainScanner(8),
      new Rollup({ seed: 8 }),
      monitor.watch.log('access.log'),
    );
    const line = `${accessLine({ second: NOON })}\n`;
    intake.push(new ByteBlock(Buffer.from(line.repeat(11))), 0);
    monitor.pass(11);
    expect(monitor.story).to.deep.equal([`triggered ${NOON}`, `recovered ${NOON + 10}`]);
  });
});

describe('the reasons for which lines are not parsed', () => {
  it('are met by lines, each of them', () => {
    const head = '10.0.0.1 - - [01/May/2024:12:00:00 +0000]';
    const stream = [
      '',
      '\0\0',
      'x'.repeat(300),
      'noise',
      `${head.replace('May', 'Mai')} "GET / HTTP/1.1" 200 5`,
      `${head.replace('10.0.0.1 - -', '-')} "GET / HTTP/1.1" 200 5`,
      `${head} GET / HTTP/1.1 200 5`,
      `${head} "GET / HTTP/1.1" OK 5`,
      `${head} "GET / HTTP/1.1" 200 much`,
    ].join('\n');
    const { lines } = read(stream, 50, 200).intake.account;
    // What only other formats than the Common Log Format give is met in test/formats.
    const reasons = UNPARSED_REASONS.slice(1, UNPARSED_REASONS.indexOf('no_fit'));
    expect(lines.snapshot().reasons).to.deep.equal(
      Object.fromEntries(reasons.map((reason) => [reason, 1])),
    );
  });
});
