import { expect } from 'chai';
import fc from 'fast-check';
import { UsageFailure, Zone } from '../../src/index.ts';

type Row = readonly [zone: string, utc: string, shown: string];

/** Each instant is given in UTC; what is shown was looked up in the tz database, by hand. */
const TIMESTAMPS: readonly Row[] = [
  ['utc', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
  ['UTC', '1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
  ['Etc/UTC', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
  ['Europe/London', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
  ['Europe/London', '2026-07-02T03:04:05Z', '2026-07-02T04:04:05+01:00'],
  ['Europe/Paris', '2026-01-02T03:04:05Z', '2026-01-02T04:04:05+01:00'],
  ['europe/paris', '2026-01-02T03:04:05Z', '2026-01-02T04:04:05+01:00'],
  // Summer time begins on 29 March 2026: 02:00 to 03:00 does not exist.
  ['Europe/Paris', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59+01:00'],
  ['Europe/Paris', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
  ['Europe/Paris', '2026-03-29T01:30:00Z', '2026-03-29T03:30:00+02:00'],
  ['Europe/Paris', '2026-03-29T02:00:00Z', '2026-03-29T04:00:00+02:00'],
  // It ends on 25 October 2026: 02:00 to 03:00 is there twice.
  ['Europe/Paris', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00'],
  ['Europe/Paris', '2026-10-25T00:59:59Z', '2026-10-25T02:59:59+02:00'],
  ['Europe/Paris', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00+01:00'],
  ['Europe/Paris', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00+01:00'],
  ['Europe/Paris', '2026-10-25T02:00:00Z', '2026-10-25T03:00:00+01:00'],
  ['America/New_York', '2026-01-01T04:59:59Z', '2025-12-31T23:59:59-05:00'],
  ['Asia/Kolkata', '2026-01-02T03:04:05Z', '2026-01-02T08:34:05+05:30'],
  ['Asia/Kathmandu', '2026-01-02T03:04:05Z', '2026-01-02T08:49:05+05:45'],
  ['America/St_Johns', '2026-01-02T03:04:05Z', '2026-01-01T23:34:05-03:30'],
  ['Australia/Lord_Howe', '2026-01-02T03:04:05Z', '2026-01-02T14:04:05+11:00'],
  ['Australia/Lord_Howe', '2026-07-02T03:04:05Z', '2026-07-02T13:34:05+10:30'],
  ['Pacific/Kiritimati', '2026-01-02T11:00:00Z', '2026-01-03T01:00:00+14:00'],
  ['Pacific/Marquesas', '2026-01-02T03:04:05Z', '2026-01-01T17:34:05-09:30'],
  ['Africa/Nairobi', '2028-02-29T22:00:00Z', '2028-03-01T01:00:00+03:00'],
];

describe('Zone', () => {
  for (const [zone, utc, shown] of TIMESTAMPS) {
    it(`shows ${utc} as ${shown} in ${zone}`, () => {
      const second = Date.parse(utc) / 1000;
      expect(Zone.named(zone).timestamp(second)).to.equal(shown);
      expect(Zone.named(zone).timeOfDay(second * 1000)).to.equal(shown.slice(11, 19));
    });
  }

  it('shows every second of the days on which the clocks change as the instant it is', () => {
    const zone = Zone.named('Europe/Paris');
    for (const day of ['2026-03-29', '2026-10-25']) {
      const midnight = Date.parse(`${day}T00:00:00Z`) / 1000;
      for (let second = midnight; second < midnight + 86_400; second += 97) {
        expect(Date.parse(zone.timestamp(second))).to.equal(second * 1000);
      }
    }
  });

  it('shows any second, in any zone, as the instant it is', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    // From 1973, as Liberia was the last whose offset had seconds, which RFC 3339 does not know.
    const seconds = fc.integer({ min: 94_694_400, max: 4_102_444_800 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), seconds, (name, second) => {
        const shown = Zone.named(name).timestamp(second);
        expect(shown).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/);
        expect(Date.parse(shown)).to.equal(second * 1000);
      }),
      { numRuns: 300 },
    );
  });

  describe('local', () => {
    const { TZ } = process.env;

    afterEach(() => {
      if (TZ === undefined) delete process.env['TZ'];
      else process.env['TZ'] = TZ;
    });

    it('is the zone of the machine', () => {
      process.env['TZ'] = 'Asia/Kolkata';
      const second = Date.parse('2026-01-02T03:04:05Z') / 1000;
      expect(Zone.named('local').timestamp(second)).to.equal('2026-01-02T08:34:05+05:30');
      expect(Zone.named('LOCAL').timeOfDay(second * 1000)).to.equal('08:34:05');
      expect(Zone.named('utc').timestamp(second)).to.equal('2026-01-02T03:04:05Z');
    });
  });

  for (const name of [
    '',
    'Mars/Olympus',
    'Europe/Pariss',
    'paris',
    ' UTC',
    '../etc/passwd',
    '25',
  ]) {
    it(`refuses ${JSON.stringify(name)}`, () => {
      expect(() => Zone.named(name)).to.throw(UsageFailure, JSON.stringify(name));
    });
  }
});
