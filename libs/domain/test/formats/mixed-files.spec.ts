import { expect } from 'chai';
import { ByteBlock, detectFormat, FormatFollower, LineSplitter } from '../../src/index.ts';
import { AccessRecord, DIRECTIVE, PARSED } from '../../src/index.ts';
import type { FormatContext } from '../../src/index.ts';
import { PROBES } from '../../src/formats/registry.ts';
import { textBlock } from '../text-block.ts';
import { readRecord } from './record-reading.ts';
import { follow, REFERENCE, sumsOf } from './sample-files.ts';

const context = { reference: REFERENCE };
const CLF = '9.9.9.9 - - [10/Oct/2000:13:55:36 -0700] "GET /clf HTTP/1.1" 200 5 "-" "M"';
const JSON_LINE = '{"time":"2024-01-01T00:00:00Z","ip":"::1","url":"/json","status":200}';
const ISO = '2024-01-01T00:00:00.123456Z';
const LTSV = 'time:2024-01-01T00:00:00Z\thost:::1\treq:GET /ltsv HTTP/1.1\tstatus:200';

describe('a file that is not of one format', () => {
  it('is counted in full when its format changes in the middle', () => {
    const lines = [...times(200, CLF), ...times(200, JSON_LINE), ...times(200, LTSV)];
    const { sums, follower } = following(lines);
    expect(sums).to.deep.equal({ counted: 600, filtered: 0, unparsed: 0 });
    expect(follower.formats).to.have.members(['combined', 'json', 'ltsv']);
  });

  it('is counted in full when two formats take turns', () => {
    const { sums } = following(times(150, CLF, JSON_LINE));
    expect(sums).to.deep.equal({ counted: 300, filtered: 0, unparsed: 0 });
  });

  it('is counted again when the format comes back after lines of junk', () => {
    const junk = times(500, 'Traceback (most recent call last):');
    const { sums } = following([...times(5, CLF), ...junk, ...times(500, CLF)]);
    expect(sums).to.deep.equal({ counted: 505, filtered: 0, unparsed: 500 });
  });

  it('is found out when it begins with junk', () => {
    const junk = times(1000, 'starting up');
    const { sums } = following([...junk, ...times(1000, JSON_LINE)]);
    expect(sums.counted).to.be.within(930, 1000);
  });

  it('is not looked at for other formats at each line of junk', () => {
    let made = 0;
    const counting = PROBES.map((probe) => ({
      ...probe,
      newParser: (given: FormatContext) => {
        made++;
        return probe.newParser(given);
      },
    }));
    const follower = new FormatFollower(context, counting);
    const lines = times(2000, CLF, 'Traceback (most recent call last):');
    const { counted } = sumsOf(follow(follower, textBlock(lines.join('\n'))));
    expect(counted).to.equal(2000);
    // At first sight, and then for sixteen lines and one in 256.
    expect(made).to.be.below(PROBES.length * 30);
  });

  it('may have other columns from a #Fields: on', () => {
    const { sums, lines } = following([
      '#Fields: date time c-ip cs-method cs-uri-stem sc-status',
      '2024-01-01 10:00:00 9.9.9.9 GET /a 200',
      '#Fields: time date cs-uri-stem sc-status c-ip time-taken',
      '10:00:01 2024-01-01 /b 404 8.8.8.8 12',
    ]);
    expect(sums).to.deep.equal({ counted: 2, filtered: 2, unparsed: 0 });
    expect(lines[3]?.reading).to.include({
      second: Date.UTC(2024, 0, 1, 10, 0, 1) / 1000,
      target: '/b',
      status: 404,
      host: '8.8.8.8',
      responseMicros: 12_000,
    });
  });

  it('of IIS is understood without its #Fields:, and W3C of other columns is not', () => {
    const iis = '2024-01-01 10:00:00 10.0.0.1 GET /a q=1 443 ann 9.9.9.9 M/5.0+(X) - 200 0 0 15';
    const { lines, follower } = following([iis]);
    expect(lines[0]?.reading).to.include({
      host: '9.9.9.9',
      user: 'ann',
      target: '/a',
      agent: 'M/5.0+(X)',
      responseMicros: 15_000,
    });
    expect(follower.format).to.equal('iis');
    expect(following(['2024-01-01 10:00:00 9.9.9.9 GET /a 200']).sums.unparsed).to.equal(1);
  });

  it('of CloudFront is understood without its #Fields:', () => {
    const columns = ['2024-01-01', '20:16:01', 'DFW3', '553', '9.9.9.9', 'GET', 'd.cf.net', '/a'];
    const more = ['301', '-', 'M%20(X)', '-', '-', 'Miss', 'id', 'a.example', 'https', '7', '0.25'];
    const { lines, follower } = following([[...columns, ...more].join('\t')]);
    expect(follower.format).to.equal('cloudfront');
    expect(lines[0]?.reading).to.include({ vhost: 'a.example', responseMicros: 250_000 });
  });

  it('gives its three best guesses and where each failed', () => {
    const block = textBlock('9.9.9.9 (10/Oct/2000:13:55:36 -0700) "GET /a HTTP/1.1" 200 1 2 0.1\n');
    const { format, confidence, guesses } = detectFormat(block, 0, block.length, context);
    expect(format).to.equal(undefined);
    expect(confidence).to.equal(0);
    expect(guesses).to.have.length(3);
    for (const { parsed, failure } of guesses) {
      expect(parsed).to.equal(0);
      expect(failure?.line).to.equal(1);
      expect(failure?.column).to.be.within(1, block.length);
    }
    const common = guesses.find((guess) => guess.format === 'common');
    expect(common?.failure).to.deep.equal({ line: 1, column: 38, reason: 'no_time' });
  });
});

describe('lines within a wrapper', () => {
  const wrappers: readonly (readonly [string, (line: string) => string])[] = [
    ['docker', (line) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: ISO })],
    ['syslog', (line) => `<190>Jan  3 09:47:02 web nginx: ${line}`],
    ['syslog', (line) => `Jan 13 09:47:02 web nginx[12]: ${line}`],
    ['syslog', (line) => `<190>1 ${ISO} web nginx 12 - [a b="\\]"] ${line}`],
    ['syslog', (line) => `${ISO} web nginx: ${line}`],
    ['cri', (line) => `${ISO} stdout F ${line}`],
    ['compose', (line) => `web-1  | ${line}`],
    ['quotes', (line) => `"${line.replaceAll('"', '\\"')}"`],
    ['quotes', (line) => `"${line.replaceAll('"', '""')}"`],
  ];
  for (const [kind, wrap] of wrappers) {
    for (const [format, line] of [
      ['combined', CLF],
      ['json', JSON_LINE],
      ['ltsv', LTSV],
    ] as const) {
      it(`are found: ${format} in ${kind}, ${wrap('x').slice(0, 24)}`, () => {
        const { follower, lines, sums } = following(times(3, wrap(line)));
        expect(follower.detection).to.include({ envelope: kind, format });
        expect(sums.counted).to.equal(3);
        expect(lines[2]?.reading).to.deep.equal(following([line]).lines[0]?.reading);
      });
    }
  }

  it('are found in the JSON of Docker that a shipper has written in another order', () => {
    const text = JSON.stringify(`${CLF}\r\n`);
    for (const wrapped of [
      `{ "stream": "stdout", "time": "${ISO}", "log": ${text} }`,
      `{"attrs":{"log":"}","a":["]",{}]},"n":1,"log":${text},"time":"${ISO}"}`,
      `{"log":${text}}`,
      `{"log":${text},"stre`,
    ]) {
      const { follower, lines } = following([wrapped]);
      expect(follower.detection, wrapped).to.include({ envelope: 'docker', format: 'combined' });
      expect(lines[0]?.reading).to.deep.equal(following([CLF]).lines[0]?.reading);
    }
    for (const other of [`{"log":{"log":${text}}}`, `{"log":"9.9`, `{"log":5,"time":"${ISO}"}`]) {
      expect(following([other]).follower.detection?.envelope, other).to.not.equal('docker');
    }
  });

  it('take the time of the wrapper when they have none, its year from the reference', () => {
    const untimed = '9.9.9.9 - - "GET /a HTTP/1.1" 200 5 0.1';
    const second = (month: number, day: number, year: number) =>
      Date.UTC(year, month, day, 9, 47, 2) / 1000;
    const january = following([`Jan  1 09:47:02 web x: ${untimed}`]);
    expect(january.lines[0]?.reading).to.include({ second: second(0, 1, 2026), target: '/a' });
    const december = following([`Dec 31 09:47:02 web x: ${untimed}`]);
    expect(december.lines[0]?.reading).to.include({ second: second(11, 31, 2025) });
    expect(december.follower.format).to.equal('common_untimed');
  });
});

describe('a follower of blocks', () => {
  it('finds the same however the file is cut into blocks', () => {
    const text = Buffer.from(`${[...times(40, CLF), ...times(40, JSON_LINE)].join('\n')}\n`);
    for (const size of [1, 7, 64, 1000, 1 << 20]) {
      const follower = new FormatFollower(context);
      const record = new AccessRecord();
      let counted = 0;
      const sink = {
        lines: (block: ByteBlock, start: number, end: number) => {
          for (let from = start; from < end;) {
            const lf = block.octets.indexOf(10, from);
            const to = lf < 0 || lf > end ? end : lf;
            const reason = follower.parse(block, from, to, record);
            if (reason === PARSED || reason === DIRECTIVE) counted++;
            from = to + 1;
          }
        },
        tooLong: () => undefined,
      };
      const splitter = new LineSplitter();
      for (let at = 0; at < text.length; at += size) {
        splitter.push(new ByteBlock(text.subarray(at, at + size)), at, sink);
      }
      expect(counted, `${size}`).to.equal(80);
    }
  });

  it('that begins in the middle is told of the first lines', () => {
    const head = textBlock('#Fields: date time cs-uri-stem c-ip\n2024-01-01 10:00:00 /a 9.9.9.9\n');
    const follower = new FormatFollower(context);
    follower.prime(head, 0, head.length, new AccessRecord());
    expect(readRecord(follower, textBlock('2024-01-01 10:00:00 /b 8.8.8.8'))).to.include({
      target: '/b',
      host: '8.8.8.8',
    });
  });
});

function times(count: number, ...lines: readonly string[]): string[] {
  return Array.from({ length: count }, () => lines).flat();
}

function following(lines: readonly string[]) {
  const follower = new FormatFollower(context);
  const followed = follow(follower, textBlock(`${lines.join('\n')}\n`));
  return { follower, lines: followed, sums: sumsOf(followed) };
}
