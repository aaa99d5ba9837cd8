import { ByteBlock } from '@hitwatch/domain';
import { expect } from 'chai';
import fc from 'fast-check';

import { ClfTimeWriter } from '../../src/lines/clf-time-writer.ts';
import { writeDecimal } from '../../src/lines/decimal.ts';
import { INVENTED_LINE_BYTES_MAX, LineWriter, LOG_FORMATS } from '../../src/lines/line-writer.ts';
import { Random } from '../../src/random/random.ts';
import { Site } from '../../src/site/site.ts';
import { Hit } from '../../src/traffic/hit.ts';
import { TrafficModel } from '../../src/traffic/traffic-model.ts';
import { parseLine } from './parsed-line.ts';

const SECOND = Date.UTC(2026, 1, 28, 23, 59, 58) / 1000;
const GUARD = 0xee;

function textOf(octets: Uint8Array): string {
  return String.fromCharCode(...octets);
}

/** What a parser has to find, taken from the hit and not from the line. */
function expected(hit: Hit, site: Site, second: number, format: string) {
  const combined = format !== 'common';
  return {
    reason: 0,
    second,
    status: hit.status,
    bytes: hit.bytes,
    vhost: format === 'vhost' ? site.hosts.text(hit.host) : '',
    host: site.clients.addresses.text(hit.client),
    user: site.users.text(hit.user),
    method: site.methods.text(hit.method),
    target: site.sections.urls.text(hit.url) + site.queries.text(hit.query),
    protocol: site.protocols.text(hit.protocol),
    referrer: combined ? site.referrers.texts.text(hit.referrer) : '',
    agent: combined ? site.agents.text(hit.agent) : '',
  };
}

describe('LineWriter', () => {
  for (const format of LOG_FORMATS) {
    it(`writes ${format} lines that parse to the values they were made from`, () => {
      const size = fc.integer({ min: 1, max: 40 });
      fc.assert(
        fc.property(fc.nat(), size, size, (seed, sections, clients) => {
          const site = new Site({ sections, clients }, new Random(seed, 1));
          const model = new TrafficModel(site, 0.1, new Random(seed, 2));
          const writer = new LineWriter(site, format);
          const hit = new Hit();
          const to = new ByteBlock(new Uint8Array(2 * INVENTED_LINE_BYTES_MAX));
          for (let line = 0; line < 200; line++) {
            const second = SECOND + Math.floor(line / 40);
            model.draw(hit);
            const at = line % 7;
            const end = writer.write(hit, second, to, at);
            expect(end - at).to.be.lessThan(INVENTED_LINE_BYTES_MAX);
            expect(to.octets.indexOf(10, at)).to.equal(end - 1);
            const parsed = parseLine(to.octets.slice(at, end));
            expect(parsed).to.deep.equal(expected(hit, site, second, format));
          }
        }),
        { seed: 1, numRuns: 25 },
      );
    });
  }

  it('writes what the format is defined as', () => {
    const site = new Site({ sections: 1, clients: 1 }, new Random(1, 1));
    const hit = Object.assign(new Hit(), { status: 304, bytes: 0, method: 2, agent: 17 });
    const to = new ByteBlock(new Uint8Array(INVENTED_LINE_BYTES_MAX));
    const line = textOf(
      to.octets.subarray(0, new LineWriter(site, 'vhost').write(hit, SECOND, to, 0)),
    );
    const address = site.clients.addresses.text(0);
    const url = site.sections.urls.text(0);
    expect(line).to.equal(
      `www.example.com:443 ${address} - - [28/Feb/2026:23:59:58 +0000] ` +
        `"HEAD ${url} HTTP/1.1" 304 - "-" "okhttp/4.12.0"\n`,
    );
  });

  it('writes a body of one byte as 1 and no body as -', () => {
    const site = new Site({ sections: 1, clients: 1 }, new Random(1, 1));
    const writer = new LineWriter(site, 'common');
    const to = new ByteBlock(new Uint8Array(INVENTED_LINE_BYTES_MAX));
    for (const [bytes, shown] of [
      [0, '-'],
      [1, '1'],
      [10, '10'],
    ] as const) {
      const hit = Object.assign(new Hit(), { status: 200, bytes });
      const line = textOf(to.octets.subarray(0, writer.write(hit, SECOND, to, 0)));
      expect(line.endsWith(` 200 ${shown}\n`)).to.equal(true);
    }
  });

  it('touches nothing that stands before a line', () => {
    const site = new Site({ sections: 3, clients: 3 }, new Random(2, 1));
    const octets = new Uint8Array(INVENTED_LINE_BYTES_MAX).fill(GUARD);
    new LineWriter(site, 'combined').write(new Hit(), SECOND, new ByteBlock(octets), 100);
    expect(octets.subarray(0, 100).every((octet) => octet === GUARD)).to.equal(true);
  });
});

describe('ClfTimeWriter', () => {
  it('writes any second of four-digit years, in any order', () => {
    const second = fc.integer({ min: 0, max: 253_402_300_799 });
    const near = fc.tuple(second, fc.array(fc.integer({ min: -90_000, max: 90_000 })));
    const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';
    fc.assert(
      fc.property(near, ([base, steps]) => {
        const writer = new ClfTimeWriter();
        const to = new Uint8Array(26);
        for (const step of [0, ...steps]) {
          const at = Math.min(Math.max(0, base + step), 253_402_300_799);
          expect(writer.write(at, to, 0)).to.equal(26);
          const [year = '', month = '', rest = ''] = new Date(at * 1000).toISOString().split('-');
          const name = months.slice(Number(month) * 3 - 3, Number(month) * 3);
          expect(textOf(to)).to.equal(
            `${rest.slice(0, 2)}/${name}/${year}:${rest.slice(3, 11)} +0000`,
          );
        }
      }),
      { seed: 2 },
    );
  });
});

describe('writeDecimal', () => {
  it('writes as JavaScript does', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(5), (value, at) => {
        const to = new Uint8Array(40);
        const end = writeDecimal(value, to, at);
        expect(textOf(to.subarray(at, end))).to.equal(String(value));
      }),
      {
        seed: 3,
        examples: [
          [0, 0],
          [9, 1],
          [10, 2],
          [1000, 0],
          [Number.MAX_SAFE_INTEGER, 0],
        ],
      },
    );
  });
});
