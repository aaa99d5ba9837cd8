// The alerts of a live run against those of the whole log.
//
// Live, a second is looked at once, when the first line of a later one comes. In a log that is in
// order all its lines are there by then, so both find the same. In a log out of order some of its
// lines come later: they count in the windows that are still to be looked at, but nobody goes back.
// So a live alert may come later than the whole log would have it, by no more than the log is out
// of order, and never earlier. And a live run of a log that ends does not know what comes after its
// last line, so it tells of nothing there.
import { expect } from 'chai';

import { type AlertObject, ofType, parseWatch } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectWatchContract } from '../watch-contract.ts';
import { type Crossing, KNOWN_LOGS, type KnownLog } from './ground-truth.ts';

const TIME = /\[(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\]/;

describe('alerts of a log that is replayed through a pipe', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  for (const known of KNOWN_LOGS) {
    it(`in order they are those of the whole log: ${known.name}`, async function () {
      if (known.missing !== undefined) {
        console.log(`skipped: ${known.missing}`);
        this.skip();
      }
      const { text, crossings } = load(known);
      for (const [threshold, events] of crossings) {
        const alerts = await replay(inOrder(text), threshold);
        expect(alerts.map(crossing)).to.deep.equal(events.map(essence));
      }
    });

    it(`as the log is, an alert is never early: ${known.name}`, async function () {
      if (known.missing !== undefined) {
        console.log(`skipped: ${known.missing}`);
        this.skip();
      }
      const { text, crossings, outOfOrderBySeconds } = load(known);
      for (const [threshold, events] of crossings) {
        const alerts = await replay(text, threshold);
        expect(alerts.map(({ state }) => state)).to.deep.equal(events.map(({ type }) => type));
        alerts.forEach((alert, index) => {
          const lateBy = crossing(alert).t - (events[index]?.t ?? NaN);
          expect(lateBy).to.be.within(0, outOfOrderBySeconds);
          // By then the lines of the trigger have all come.
          if (alert.state === 'recovered') expect(lateBy).to.equal(0);
        });
      }
    });
  }

  async function replay(text: string, threshold: string): Promise<AlertObject[]> {
    const log = scratch.file('access.log', text);
    const args = ['watch', '-', '--from', 'start', '--threshold', threshold, '--duration', '120'];
    const rest = ['--output', 'ndjson', '--alert-log', 'none'];
    const { code, stdout } = await scratch.run([...args, ...rest], { stdin: { file: log } });
    expect(code).to.equal(0);
    const objects = parseWatch(stdout);
    expectWatchContract(objects);
    return ofType(objects, 'alert');
  }
});

function load(known: KnownLog) {
  const { truth, files } = known.load();
  return {
    text: files.map(({ content }) => content.toString('latin1')).join(''),
    outOfOrderBySeconds: truth.max_backward_jump_s,
    crossings: Object.entries(truth.crossings).map(([threshold, { events }]) => {
      return [threshold, events.filter((event) => !event.after_last_event)] as const;
    }),
  };
}

function essence({ type, t, window_total: hits }: Crossing) {
  return { type, t, hits };
}

function crossing({ state: type, at, hits }: AlertObject) {
  return { type, t: Date.parse(at) / 1000, hits };
}

/** The lines that have a time, by that time. */
function inOrder(text: string): string {
  const timed = text.split('\n').flatMap((line) => {
    const [, day = '', month = '', year = '', time = '', zone = ''] = TIME.exec(line) ?? [];
    return day === '' ? [] : [{ line, ms: Date.parse(`${day} ${month} ${year} ${time} ${zone}`) }];
  });
  timed.sort((a, b) => a.ms - b.ms);
  return timed.map(({ line }) => `${line}\n`).join('');
}
