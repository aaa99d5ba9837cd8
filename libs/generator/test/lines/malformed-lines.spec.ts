import { ByteBlock, UNPARSED_REASONS } from '@hitwatch/domain';
import { expect } from 'chai';

import { LineWriter, LOG_FORMATS } from '../../src/lines/line-writer.ts';
import { MalformedLines } from '../../src/lines/malformed-lines.ts';
import { Random } from '../../src/random/random.ts';
import { Site } from '../../src/site/site.ts';
import { Hit } from '../../src/traffic/hit.ts';
import { TrafficModel } from '../../src/traffic/traffic-model.ts';
import { parseLine } from './parsed-line.ts';

const LINES = 2000;

describe('MalformedLines', () => {
  for (const format of LOG_FORMATS) {
    it(`have their defects in ${format}, each kind as often, and are one line each`, () => {
      const site = new Site({ sections: 10, clients: 30 }, new Random(1, 1));
      const model = new TrafficModel(site, 0, new Random(1, 2));
      const malformed = new MalformedLines(new LineWriter(site, format), new Random(1, 3));
      const hit = new Hit();
      const to = new ByteBlock(new Uint8Array(4096));
      const counts = new Map<string, number>();
      for (let line = 0; line < LINES; line++) {
        model.draw(hit);
        const end = malformed.write(hit, 1_770_000_000, to, 3);
        expect(to.octets.indexOf(10, 3)).to.equal(end - 1);
        const parsed = parseLine(to.octets.slice(3, end));
        const reason = UNPARSED_REASONS[parsed.reason] ?? '';
        counts.set(reason, (counts.get(reason) ?? 0) + 1);
        if (parsed.reason > 0) continue;
        // The only one that is a hit: a request without a target.
        expect(parsed).to.include({ method: '', target: '', status: 400, user: '-' });
      }
      const fifth = LINES / 5;
      expect(counts.get('parsed')).to.be.closeTo(fifth, 100);
      expect(counts.get('bad_time')).to.be.closeTo(fifth, 100);
      expect(counts.get('empty')).to.be.closeTo(fifth, 100);
      // Cut before the time or behind it; binary bytes have no time either, or are all NUL.
      const cut = ['no_time', 'no_request', 'nul'].map((reason) => counts.get(reason) ?? 0);
      expect(cut.reduce((sum, count) => sum + count, 0)).to.be.closeTo(2 * fifth, 120);
      expect(counts.get('no_request')).to.be.greaterThan(20);
    });
  }
});
