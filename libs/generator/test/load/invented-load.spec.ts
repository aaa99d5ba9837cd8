import { decodeText } from '@hitwatch/domain';
import { expect } from 'chai';
import fc from 'fast-check';

import { LOG_FORMATS } from '../../src/lines/line-writer.ts';
import {
  type ArrivalOptions,
  arrivals,
  InventedLoad,
  type TrafficOptions,
} from '../../src/load/invented-load.ts';
import { parseLine, splitLines } from '../lines/parsed-line.ts';
import { takeAll } from './taken-load.ts';

const START_MS = Date.UTC(2026, 0, 1);

const TRAFFIC: TrafficOptions = {
  seed: 1,
  sections: 20,
  clients: 100,
  errorShare: 0.02,
  malformedShare: 0,
  format: 'combined',
};

const EVEN: ArrivalOptions = { linesPerSecond: 100, poisson: false };

function invent(
  traffic: Partial<TrafficOptions>,
  when: Partial<ArrivalOptions> = {},
): InventedLoad {
  const options = { ...TRAFFIC, ...traffic };
  return new InventedLoad(options, arrivals(START_MS, options.seed, { ...EVEN, ...when }));
}

describe('InventedLoad', () => {
  it('gives the same bytes for the same seed and options, others for another seed', async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const options = fc.record({
      seed: fc.nat(),
      sections: fc.integer({ min: 1, max: 60 }),
      clients: fc.integer({ min: 20, max: 300 }),
      errorShare: share,
      malformedShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
      format: fc.constantFrom(...LOG_FORMATS),
    });
    const when = fc.record({
      linesPerSecond: fc.integer({ min: 1, max: 5000 }),
      poisson: fc.boolean(),
      dayShape: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(options, when, async (traffic, rate) => {
        const limit = { linesMax: 300 };
        const first = await takeAll(invent(traffic, rate), limit);
        expect(await takeAll(invent(traffic, rate), limit)).to.deep.equal(first);
        const other = { ...traffic, seed: traffic.seed + 1 };
        expect(await takeAll(invent(other, rate), limit)).not.to.deep.equal(first);
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  it('stamps each line with the second in which it comes', async () => {
    const lines = splitLines(await takeAll(invent({}, { linesPerSecond: 3 }), { linesMax: 9 }));
    const seconds = lines.map((line) => parseLine(line).second - START_MS / 1000);
    expect(seconds).to.deep.equal([0, 0, 0, 1, 1, 1, 2, 2, 2]);
  });

  it('has the shares that were asked for', async () => {
    const load = invent({ errorShare: 0.05, malformedShare: 0.1 });
    const lines = splitLines(await takeAll(load, { linesMax: 20_000 })).map(parseLine);
    const parsed = lines.filter((line) => line.reason === 0 && line.method !== '');
    expect(parsed.length / lines.length).to.be.closeTo(0.9, 0.01);
    const errors = parsed.filter((line) => line.status >= 500).length;
    expect(errors / parsed.length).to.be.closeTo(0.05, 0.006);
    const share = (status: number) =>
      parsed.filter((line) => line.status === status).length / parsed.length;
    expect(share(200)).to.be.within(0.7, 0.9);
    expect(share(304)).to.be.within(0.01, 0.2);
    expect(share(404)).to.be.within(0.01, 0.06);
    const gets = parsed.filter((line) => line.method === 'GET').length;
    expect(gets / parsed.length).to.be.within(0.7, 0.98);
  });

  it('keeps the order of popularity: sections and clients by Zipf', async () => {
    const load = invent({ sections: 10, clients: 50 });
    const lines = splitLines(await takeAll(load, { linesMax: 20_000 })).map(parseLine);
    const ranked = (key: (line: (typeof lines)[number]) => string) => {
      const counts = new Map<string, number>();
      for (const line of lines) counts.set(key(line), (counts.get(key(line)) ?? 0) + 1);
      return [...counts.values()].sort((a, b) => b - a).map((count) => count / lines.length);
    };
    const sections = ranked((line) => /^\/[^/?]*/.exec(line.target)?.[0] ?? '');
    expect(sections).to.have.lengthOf(10);
    // 1/H(10) = 0.341, half of it, a tenth of it
    expect(sections[0]).to.be.closeTo(0.341, 0.015);
    expect(sections[1]).to.be.closeTo(0.171, 0.012);
    expect(sections[9]).to.be.closeTo(0.034, 0.008);
    const clients = ranked((line) => line.host);
    expect(clients).to.have.lengthOf(50);
    // k^-0.8 over 50 ranks sums to 6.63
    expect(clients[0]).to.be.closeTo(0.151, 0.012);
    expect(clients[1]).to.be.closeTo(0.087, 0.01);
  });

  it('changes no other line when some are malformed', async () => {
    const limit = { linesMax: 500 };
    const whole = splitLines(await takeAll(invent({}), limit)).map(decodeText);
    const some = splitLines(await takeAll(invent({ malformedShare: 0.2 }), limit)).map(decodeText);
    const same = some.filter((line, index) => line === whole[index]).length;
    expect(same).to.be.within(350, 450);
  });

  it('gives an asset one size, and no body to what has none', async () => {
    const lines = splitLines(await takeAll(invent({}), { linesMax: 20_000 })).map(parseLine);
    const sizes = new Map<string, Set<number>>();
    for (const { status, method, target, bytes } of lines) {
      if (status === 304 || status === 204 || method === 'HEAD') expect(bytes).to.equal(0);
      if (status !== 200 || method !== 'GET' || !/\.[0-9a-f]{8}\./.test(target)) continue;
      const url = target.replace(/\?.*/, '');
      sizes.set(url, (sizes.get(url) ?? new Set()).add(bytes));
    }
    expect(sizes.size).to.be.greaterThan(20);
    expect([...sizes.values()].every((seen) => seen.size === 1)).to.equal(true);
  });
});
