import { expect } from 'chai';
import fc from 'fast-check';
import { CLF_TIME_BYTES, ClfTime, hasClfTimeShape } from '../../src/index.ts';
import { latin1Block } from '../text-block.ts';
import { slowTime } from '../../src/oracle/slow-parser.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAY_MS = 86_400_000;

function parse(text: string, time = new ClfTime()): number {
  return time.parse(latin1Block(text), 0);
}

/** A UTC instant as a server whose clock is `offsetMinutes` ahead of UTC writes it. */
function written(utcMs: number, offsetMinutes: number): string {
  const local = new Date(utcMs + offsetMinutes * 60_000);
  const [, year, , day] = /^(\d+)-(\d+)-(\d+)T/.exec(local.toISOString()) ?? [];
  const month = MONTHS[local.getUTCMonth()] ?? '';
  const size = Math.abs(offsetMinutes);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  const minutes = String(size % 60).padStart(2, '0');
  const zone = `${offsetMinutes < 0 ? '-' : '+'}${hours}${minutes}`;
  return `${day}/${month}/${year}:${local.toISOString().slice(11, 19)} ${zone}`;
}

describe('ClfTime', () => {
  it('reads the example of the Apache manual', () => {
    const text = '10/Oct/2000:13:55:36 -0700';
    expect(text).to.have.length(CLF_TIME_BYTES);
    expect(parse(text)).to.equal(Date.UTC(2000, 9, 10, 20, 55, 36) / 1000);
  });

  it('knows every day from 1970 to 2100', () => {
    const time = new ClfTime();
    for (let ms = 0; ms <= Date.UTC(2100, 11, 31); ms += DAY_MS) {
      const noon = ms + DAY_MS / 2;
      const text = written(noon, 0);
      const found = parse(text, time);
      if (found !== noon / 1000) expect(found, text).to.equal(noon / 1000);
    }
  });

  it('knows every second of a day', () => {
    const time = new ClfTime();
    const midnight = Date.UTC(2024, 1, 29);
    for (let ms = midnight; ms < midnight + DAY_MS; ms += 1000) {
      const found = parse(written(ms, 60), time);
      if (found !== ms / 1000) expect(found, written(ms, 60)).to.equal(ms / 1000);
    }
  });

  it('applies the zone, also one across midnight or a new year', () => {
    const newYear = Date.UTC(2025, 0, 1) / 1000;
    expect(parse('01/Jan/2025:05:30:00 +0530')).to.equal(newYear);
    expect(parse('31/Dec/2024:16:00:00 -0800')).to.equal(newYear);
    expect(parse('01/Jan/2025:14:00:00 +1400')).to.equal(newYear);
    expect(parse('31/Dec/2024:12:00:00 -1200')).to.equal(newYear);
    expect(parse('01/Jan/2025:00:00:00 -0000')).to.equal(newYear);
    expect(parse('01/Jan/2025:00:01:00 +0001')).to.equal(newYear);
    expect(parse('01/Jan/1970:00:00:00 +0100')).to.equal(-3600);
  });

  it('gives the same second in every zone', () => {
    const time = new ClfTime();
    for (let offset = -14 * 60; offset <= 14 * 60; offset += 15) {
      for (const utcMs of [Date.UTC(1999, 11, 31, 23, 59, 59), Date.UTC(2024, 1, 29, 12)]) {
        expect(parse(written(utcMs, offset), time), written(utcMs, offset)).to.equal(utcMs / 1000);
      }
    }
  });

  it('counts a leap second as the first of the next minute', () => {
    expect(parse('31/Dec/2016:23:59:60 +0000')).to.equal(Date.UTC(2017, 0, 1) / 1000);
    expect(parse('31/Dec/2016:23:59:61 +0000')).to.be.NaN;
  });

  it('knows which days there are', () => {
    const time = new ClfTime();
    for (const year of [1970, 1999, 2000, 2023, 2024, 2100]) {
      for (const [month, name] of MONTHS.entries()) {
        const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
        for (let day = 0; day <= 40; day++) {
          const text = `${String(day).padStart(2, '0')}/${name}/${year}:00:00:00 +0000`;
          const expected = day >= 1 && day <= last ? Date.UTC(year, month, day) / 1000 : NaN;
          const found = parse(text, time);
          if (!Object.is(found, expected)) expect(found, text).to.equal(expected);
        }
      }
    }
  });

  const invalid = [
    '1 /Jan/2024:00:00:00 +0000',
    ' 1/Jan/2024:00:00:00 +0000',
    '01/JAN/2024:00:00:00 +0000',
    '01/jan/2024:00:00:00 +0000',
    '01/Mai/2024:00:00:00 +0000',
    '01/Jan/1969:23:59:59 +0000',
    '01/Jan/0024:00:00:00 +0000',
    '01/Jan/-024:00:00:00 +0000',
    '01/Jan/20x4:00:00:00 +0000',
    '01/Jan/2024:24:00:00 +0000',
    '01/Jan/2024:23:60:00 +0000',
    '01/Jan/2024:-1:00:00 +0000',
    '01/Jan/2024:00:0x:00 +0000',
    '01/Jan/2024:00:00:: 0+0000',
    '01/Jan/2024:00:00:00 00000',
    '01/Jan/2024:00:00:00 Z0000',
    '01/Jan/2024:00:00:00 +2400',
    '01/Jan/2024:00:00:00 +0060',
    '01/Jan/2024:00:00:00 +01:0',
    '01/Jan/2024:00:00:00 +0 00',
  ];
  for (const text of invalid) {
    it(`finds no time in "${text}"`, () => {
      expect(parse(text)).to.be.NaN;
    });
  }

  it('is not misled by the day before it: days and zones alternate, some of them wrong', () => {
    const day = fc.constantFrom('01', '02', '28', '29', '30', '31', '32');
    const month = fc.constantFrom('Jan', 'Feb', 'Jun', 'Jul', 'jan');
    const year = fc.constantFrom('1970', '2023', '2024', '2034', '1024');
    const clock = fc.constantFrom('00:00:00', '23:59:59', '24:00:00', '11:11:60');
    const zone = fc.constantFrom('+0000', '-0000', '+0001', '+0100', '-0100', '+0010', 'x0000');
    const text = fc
      .tuple(day, month, year, clock, zone)
      .map(([d, m, y, c, z]) => `${d}/${m}/${y}:${c} ${z}`);
    const property = fc.property(fc.array(text, { minLength: 2, maxLength: 20 }), (texts) => {
      const time = new ClfTime();
      for (const one of texts) expect(parse(one, time), one).to.deep.equal(slowTime(one) ?? NaN);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it('reads a time anywhere in a block', () => {
    const block = latin1Block('[[10/Oct/2000:13:55:36 -0700]]');
    expect(new ClfTime().parse(block, 2)).to.equal(971_211_336);
  });
});

describe('hasClfTimeShape', () => {
  const shaped = '10/Oct/2000:13:55:36 -0700';
  const separators = [2, 6, 11, 14, 17, 20];

  it('looks at the separators and at nothing else', () => {
    for (let at = 0; at < shaped.length; at++) {
      const { octets } = latin1Block(`${shaped.slice(0, at)}~${shaped.slice(at + 1)}`);
      expect(hasClfTimeShape(octets, 0), String(at)).to.equal(!separators.includes(at));
    }
    expect(hasClfTimeShape(latin1Block(`[${shaped}]`).octets, 1)).to.be.true;
  });
});
