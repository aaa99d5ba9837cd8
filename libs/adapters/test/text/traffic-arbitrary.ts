import type { TableSnapshot, TrafficSnapshot } from '@hitwatch/domain';
import { noTraffic } from '@hitwatch/testing';
import fc from 'fast-check';
import { hostileText } from './hostile-text.ts';

const amount = fc.oneof(
  fc.nat(20),
  fc.nat(100_000),
  fc.integer({ min: 1, max: 2_000_000_000 }),
  fc.constantFrom(999_999_999, 1_000_000_000, 9_999_999_999),
);
const key = fc.oneof(
  fc.constantFrom('/', '/pages', '(none)', '漢字'.repeat(30), 'x'.repeat(200)),
  fc.webPath(),
  hostileText,
);

const times = fc.option(
  fc.record({ p50: amount, p95: amount, p99: amount, max: amount, error: amount }),
  { nil: undefined },
);

const table: fc.Arbitrary<TableSnapshot> = fc
  .record({
    rows: fc.array(
      fc
        .record({ key, hits: amount, bytes: amount, errors: amount, times })
        .map(({ times: responseTimes, ...row }) =>
          responseTimes === undefined ? row : { ...row, responseTimes },
        ),
      { maxLength: 6 },
    ),
    other: amount,
    hidden: fc.nat(100_000),
    exact: fc.boolean(),
  })
  .map(({ rows, other, hidden, exact }) => {
    const distinct = exact ? rows.length + hidden : null;
    return { rows, other, distinct, error: exact ? 0 : 7 };
  });

/**
 * Traffic of up to 10^10 hits, with keys that clients have chosen to do harm. The figures need not
 * add up.
 */
export const anyTraffic: fc.Arbitrary<TrafficSnapshot> = fc
  .record({
    hits: amount,
    bytes: amount,
    errors: amount,
    statusClasses: fc.array(amount, { minLength: 6, maxLength: 6 }),
    visitors: fc.record({ estimate: amount, error: fc.constantFrom(0, 0.008) }),
    peak: fc.option(fc.record({ hits: amount, second: fc.constant(1_767_323_050) }), {
      nil: undefined,
    }),
    sizes: fc.option(
      fc.record({ p50: amount, p95: amount, p99: amount, max: amount, error: amount }),
      { nil: undefined },
    ),
    span: fc.option(fc.constant({ first: 1_767_323_045, last: 1_767_323_054 }), {
      nil: undefined,
    }),
    lines: fc.record({
      read: amount,
      counted: amount,
      filtered: amount,
      unparsed: amount,
      late: amount,
      future: amount,
      reasons: fc.record({ empty: amount, bad_time: amount }, { requiredKeys: [] }),
    }),
    tables: fc.record({
      sections: table,
      status: table,
      methods: table,
      urls: table,
      clients: table,
      referrers: table,
      agents: table,
      protocols: table,
      vhosts: table,
      caches: table,
      tls: table,
      schemes: table,
    }),
    responseTimes: times,
    upstreamTimes: times,
  })
  .map((parts) => noTraffic(parts));
