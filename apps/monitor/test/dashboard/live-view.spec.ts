import {
  ByteBlock,
  FormatFollower,
  highTrafficRule,
  LineCounts,
  PlainScanner,
  RecordBatch,
} from '@hitwatch/domain';
import type { LiveTraffic } from '@hitwatch/ports';
import { liveTrafficContract, ManualClock, SOME_TIME_MS } from '@hitwatch/testing';
import { expect } from 'chai';
import fc from 'fast-check';

import { Ledger } from '../../src/ledger.ts';
import { LiveView } from '../../src/live/live-view.ts';

const SEED = 5;
const RULE = highTrafficRule(10, 120);
const EVERY_MS = 10_000;
const SECTIONS = ['/api', '/pages', '/js'] as const;

interface Hit {
  readonly section: (typeof SECTIONS)[number];
  readonly status: number;
}

/** A line of the second `at` after some time. */
function lineOf({ section, status }: Hit, at: number): string {
  const time = new Date(SOME_TIME_MS + at * 1000).toISOString().slice(11, 19);
  return `10.0.0.1 - - [02/Jan/2026:${time} +0000] "GET ${section}/x HTTP/1.1" ${status} 9\n`;
}

/** A monitor's ledger with somebody who looks on, worked by hand. */
class Watched {
  readonly clock = new ManualClock();
  readonly ledger: Ledger;
  readonly view: LiveView;
  readonly reports: number[] = [];
  #offset = 0;
  #closedMs = SOME_TIME_MS;

  constructor() {
    const { clock } = this;
    const rollup = { seed: SEED, site: undefined };
    this.view = new LiveView({
      ...{ clock, rollup, everyMs: EVERY_MS, behindBytes: () => undefined },
      writeReport: (_files, traffic) => {
        this.reports.push(traffic.hits);
        return Promise.resolve('report.json');
      },
    });
    const scanners = this.view.scanners(
      () => new PlainScanner(new FormatFollower({ reference: 0 }), new RecordBatch(SEED)),
    );
    const options = { files: ['a.log'], rules: [RULE], rollup, reading: '' };
    this.ledger = new Ledger(options, clock, scanners, () => undefined);
    this.view.begin(this.ledger);
  }

  /** Seconds since the beginning. */
  get at(): number {
    return (this.clock.nowMs() - SOME_TIME_MS) / 1000;
  }

  write(text: string): void {
    const stream = { id: 1, path: 'a.log' };
    const block = new ByteBlock(Buffer.from(text));
    this.ledger.clock.arrive();
    this.ledger.tally.push(stream, this.#offset, block);
    this.view.took({ kind: 'block', stream, offset: this.#offset, block });
    this.#offset += block.length;
  }

  hit(...hits: readonly Hit[]): void {
    this.write(hits.map((one) => lineOf(one, this.at)).join(''));
  }

  /** Time goes on, and the interval ends. */
  close(): void {
    this.clock.advance(EVERY_MS);
    this.view.closing(this.ledger.interval, this.#closedMs, this.clock.nowMs());
    this.ledger.closeInterval(10);
    this.#closedMs = this.clock.nowMs();
  }
}

const API: Hit = { section: '/api', status: 200 };
const PAGE: Hit = { section: '/pages', status: 500 };

function sectionsOf(live: LiveTraffic, span: Parameters<LiveTraffic['traffic']>[0] = 'interval') {
  const { rows } = live.traffic(span, 50).traffic.tables.sections;
  return Object.fromEntries(rows.map(({ key, hits }) => [key, hits]));
}

describe('LiveView', () => {
  liveTrafficContract(() => {
    const watched = new Watched();
    return {
      live: watched.view,
      change: () => {
        watched.hit(API, PAGE);
        watched.close();
      },
    };
  });

  let watched: Watched;

  beforeEach(() => {
    watched = new Watched();
  });

  it('shows the first interval as it grows, once a second, and then the last one', () => {
    watched.hit(API);
    expect(sectionsOf(watched.view)).to.deep.equal({ '/api': 1 });
    watched.hit(API);
    expect(sectionsOf(watched.view), 'within the second').to.deep.equal({ '/api': 1 });
    watched.clock.advance(1000);
    expect(sectionsOf(watched.view)).to.deep.equal({ '/api': 2 });
    watched.close();
    watched.hit(PAGE);
    expect(sectionsOf(watched.view)).to.deep.equal({ '/api': 2 });
    watched.close();
    expect(sectionsOf(watched.view)).to.deep.equal({ '/pages': 1 });
    const { before, fromMs, toMs } = watched.view.traffic('interval', 5);
    expect(before?.traffic.hits).to.equal(2);
    expect(toMs - fromMs).to.equal(EVERY_MS);
    expect(sectionsOf(watched.view, 'minute')).to.deep.equal({ '/api': 2, '/pages': 1 });
    expect(sectionsOf(watched.view, 'total')).to.deep.equal({ '/api': 2, '/pages': 1 });
  });

  it('counts what the log held before over the time that it took on the server', () => {
    watched.write(lineOf(API, -100) + lineOf(API, -1));
    watched.close();
    const { fromMs, toMs, traffic } = watched.view.traffic('interval', 5);
    expect(traffic.hits).to.equal(2);
    expect([fromMs, toMs]).to.deep.equal([SOME_TIME_MS - 100_000, SOME_TIME_MS + EVERY_MS]);
  });

  it('counts a log of years ago over its own time, and not up to now', () => {
    const year = 365 * 86_400;
    watched.write(lineOf(API, 0).replace('2026', '2015') + lineOf(API, 9).replace('2026', '2015'));
    const began = SOME_TIME_MS - (11 * year + 3 * 86_400) * 1000;
    const own = [began, began + 10_000];
    const growing = watched.view.traffic('interval', 5);
    expect([growing.fromMs, growing.toMs]).to.deep.equal(own);
    watched.close();
    const { fromMs, toMs, traffic } = watched.view.traffic('interval', 5);
    expect(traffic.hits).to.equal(2);
    expect([fromMs, toMs]).to.deep.equal(own);
    const minute = watched.view.traffic('minute', 5);
    expect(minute.toMs - minute.fromMs).to.equal(EVERY_MS);
  });

  it('has the hits of each second, of what is reported and what is not', () => {
    watched.hit(API, API);
    watched.close();
    watched.hit(PAGE);
    expect(watched.view.pulse(11).hitsPerSecond).to.deep.equal([2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(watched.view.pulse(3).hitsPerSecond).to.deep.equal([0, 0, 1]);
  });

  it('says at which column a filter is wrong, and leaves the last one in force', () => {
    watched.hit(API, PAGE);
    expect(watched.view.filter('section=/api')).to.equal(undefined);
    expect(watched.view.filter('section=/api and stats=500')?.column).to.equal(18);
    expect(sectionsOf(watched.view)).to.deep.equal({ '/api': 1 });
    expect(watched.view.filter('  ')).to.equal(undefined);
    expect(sectionsOf(watched.view)).to.deep.equal({ '/api': 1, '/pages': 1 });
  });

  it('looks back over the lines that are kept, those of a half line and of noise too', () => {
    watched.write(`noise\n${lineOf(PAGE, 0)}${lineOf(API, 0)}${lineOf(API, 0).slice(0, 30)}`);
    watched.view.filter('status>=500');
    expect(watched.view.pulse(1).filtered).to.deep.equal({ hits: 1, lookedBack: 3 });
    expect(watched.view.tail(10)).to.deep.equal([lineOf(PAGE, 0).trimEnd()]);
    watched.write(lineOf(API, 0).slice(30));
    watched.view.filter('section=/api');
    expect(watched.view.pulse(1).filtered).to.deep.equal({ hits: 2, lookedBack: 4 });
  });

  it('reports all that was counted, whatever is filtered', async () => {
    watched.hit(API, PAGE);
    watched.close();
    watched.hit(PAGE);
    watched.view.filter('section=/nowhere');
    expect(await watched.view.writeReport()).to.equal('report.json');
    expect(watched.reports).to.deep.equal([3]);
  });

  it('never lets a filter change what is counted, and counts what fits (property)', () => {
    const hit = fc.record({
      section: fc.constantFrom(...SECTIONS),
      status: fc.constantFrom(200, 404, 500),
    });
    const step = fc.oneof(
      fc.array(hit, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('close' as const, 'filter' as const, 'no filter' as const),
    );
    const property = fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const live = new Watched();
      const all: Hit[] = [];
      let isFiltered = false;
      for (const one of steps) {
        if (one === 'close') live.close();
        else if (one === 'filter' || one === 'no filter') {
          isFiltered = one === 'filter';
          live.view.filter(isFiltered ? 'section=/api and status!=404' : '');
        } else {
          live.hit(...one);
          all.push(...one);
        }
        const { lines, filtered } = live.view.pulse(1);
        const whole = new LineCounts();
        whole.counted = all.length;
        expect(lines).to.deep.equal(whole.snapshot());
        // All lines are still kept, so that the filter has seen all of them.
        const fitting = all.filter(({ section, status }) => section === '/api' && status !== 404);
        expect(filtered?.hits).to.equal(isFiltered ? fitting.length : undefined);
      }
      const shown = live.view.traffic('total', 10).traffic;
      if (isFiltered) expect(Object.keys(sectionsOf(live.view, 'total'))).to.not.include('/js');
      expect(shown.hits).to.be.at.most(all.length);
    });
    fc.assert(property, { numRuns: 60 });
  });
});
