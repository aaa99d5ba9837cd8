import type { MonitorEvent } from '@hitwatch/ports';
import {
  alertEvent,
  intervalEvent,
  noTraffic,
  noticeEvent,
  reporterContract,
  startEvent,
  stopEvent,
  table,
  someTraffic,
  changes,
} from '@hitwatch/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { colourStyle, Output, plainStyle, type Style, Zone } from '../../src/index.ts';
import { WatchReporter } from '../../src/views.ts';
import { expectGoldenText } from '../golden.ts';
import { FakeWritable } from '../streams/fake-writable.ts';
import { hostileText } from './hostile-text.ts';
import { expectHarmless, expectWithin, withoutColours } from './shown-lines.ts';
import { anyTraffic } from './traffic-arbitrary.ts';

function open(width = 80, style: Style = plainStyle) {
  const stream = new FakeWritable();
  const reporter = new WatchReporter({
    output: new Output(stream),
    style,
    zone: Zone.named('Europe/Paris'),
    width: () => width,
  });
  const unblock = () => {
    stream.unblock();
  };
  return { stream, reporter, left: () => stream.written, unblock };
}

function openBlocked() {
  const subject = open();
  subject.stream.block();
  return subject;
}

function shown(events: readonly MonitorEvent[], width = 80, style: Style = plainStyle): string {
  const { reporter, left } = open(width, style);
  for (const event of events) reporter.report(event);
  return left();
}

const QUIET = intervalEvent({
  traffic: noTraffic(),
  windowHits: 0,
  alertState: 'normal',
  silentMs: 90_000,
});

/** A run with all that can be seen, and text from a client that means harm. */
const RUN: readonly MonitorEvent[] = [
  startEvent({ files: ['-', '/var/log/nginx/access.log'], history: changes(9) }),
  intervalEvent(),
  noticeEvent('/var/log/nginx/access.log was rotated; the old file is read to its end'),
  alertEvent(),
  intervalEvent({
    traffic: someTraffic({
      tables: {
        ...someTraffic().tables,
        sections: table([
          ['/\x1b]0;owned\x07\x1b[2J', 700],
          ['/\u202eevil', 300],
          ['/漢字漢字漢字漢字漢字漢字漢字', 234, 123_456_789_012, 200],
        ]),
        methods: table([['G\x1b[31mET', 1234]]),
        referrers: table([['(none)', 1234]]),
        agents: table([['(none)', 1234]]),
      },
    }),
  }),
  QUIET,
  stopEvent(),
];

describe('WatchReporter', () => {
  reporterContract(open, openBlocked);

  for (const width of [80, 120]) {
    it(`shows a run on ${width} columns`, () => {
      const text = shown(RUN, width);
      expectGoldenText(new URL(`./watch-reporter.${width}.txt`, import.meta.url), text);
      expectHarmless(text);
      expectWithin(width, text);
    });

    it(`lets nothing harmful through, and stays within ${width} columns, whatever comes`, () => {
      const event = fc.oneof(
        fc.record({ traffic: anyTraffic, total: anyTraffic }).map((parts) => intervalEvent(parts)),
        hostileText.map((message) => noticeEvent(message)),
        fc.array(hostileText).map((files) => startEvent({ files })),
        anyTraffic.map((total) => stopEvent({ total })),
      );
      fc.assert(
        fc.property(fc.array(event, { maxLength: 4 }), (events) => {
          const text = shown(events, width);
          expectHarmless(text);
          expectWithin(width, text);
        }),
        { numRuns: 100 },
      );
    });
  }

  it('adds colours and nothing else', () => {
    const text = shown(RUN, 100, colourStyle);
    expect(text).to.include('\x1b[1;31mHigh traffic generated an alert');
    expect(text).to.include('\x1b[1;32mHigh traffic alert recovered');
    expect(withoutColours(text)).to.equal(shown(RUN, 100));
  });

  it('shows an alert at once, word for word, and again in each report', () => {
    const { reporter, left } = open();
    const message =
      'High traffic generated an alert - hits = 10.008, triggered at 2026-01-02T04:04:05+01:00';
    reporter.report(startEvent());
    reporter.report(alertEvent());
    expect(left().split('\n')).to.include(message);
    reporter.report(intervalEvent());
    expect(left().split('\n')).to.include(`    ${message}`);
  });

  it('says how many alerts there were besides those that it shows', () => {
    const text = shown([startEvent({ history: changes(11) }), QUIET]);
    expect(text).to.include('alerts (newest last, 3 earlier):');
    expect(text.match(/High traffic/g)).to.have.length(8);
  });

  it('shows the lines of each file of several: some in a report, all at the end', () => {
    const [file] = stopEvent().files;
    if (file === undefined) throw new Error('there is one');
    const files = Array.from({ length: 10 }, (_, at) => ({ ...file, path: `/log/${at}` }));
    const report = shown([intervalEvent({ files })]);
    expect(report).to.match(
      / file +read +counted +filtered +unparsed\n {2}\/log\/0 +1,237 +1,234 /,
    );
    expect(report).to.match(/\/log\/7 .*\n.*bad_time.*\n {2}and 2 more\n/);
    expect(report).not.to.include('/log/8');
    expect(shown([stopEvent({ files })])).to.match(/\/log\/9 +1,237 +1,234 +0 +3\n/);
    expect(shown([intervalEvent(), stopEvent()])).not.to.include('filtered   unparsed');
  });

  it('says for how long there was nothing', () => {
    expect(shown([QUIET])).to.include(
      'no hits in the last 10s; the log has been silent for 1m 30s',
    );
    expect(shown([intervalEvent({ traffic: noTraffic(), silentMs: undefined })])).to.include(
      'no hits in the last 10s; the log has been silent for 10s',
    );
  });

  it('asks for the width each time, for a terminal may be resized', () => {
    let width = 120;
    const stream = new FakeWritable();
    const zone = Zone.utc;
    const output = new Output(stream);
    const reporter = new WatchReporter({ output, zone, style: plainStyle, width: () => width });
    reporter.report(intervalEvent());
    width = 80;
    stream.written = '';
    reporter.report(intervalEvent());
    expectWithin(80, stream.written);
  });
});
