import type { TableRow, TableSnapshot, TrafficSnapshot } from '@hitwatch/domain';

/** A row from the short form that tests write. */
export type ShortRow = readonly [key: string, hits: number, bytes?: number, errors?: number];

/** A table that is exact; `hidden` are the hits of keys beyond its rows. */
export function table(rows: readonly ShortRow[], hidden: readonly number[] = []): TableSnapshot {
  return {
    rows: rows.map(([key, hits, bytes = hits * 1000, errors = 0]): TableRow => {
      return { key, hits, bytes, errors };
    }),
    other: hidden.reduce((sum, hits) => sum + hits, 0),
    distinct: rows.length + hidden.length,
    error: 0,
  };
}

/** Tables of what only some logs state, empty. */
function noExtras() {
  const none = table([]);
  return { vhosts: none, caches: none, tls: none, schemes: none };
}

/** No traffic at all; what is given replaces its part. */
export function noTraffic(parts: Partial<TrafficSnapshot> = {}): TrafficSnapshot {
  const none = table([]);
  return {
    lines: { read: 0, counted: 0, filtered: 0, unparsed: 0, late: 0, future: 0, reasons: {} },
    hits: 0,
    bytes: 0,
    errors: 0,
    statusClasses: [0, 0, 0, 0, 0, 0],
    span: undefined,
    peak: undefined,
    sizes: undefined,
    visitors: { estimate: 0, error: 0 },
    responseTimes: undefined,
    upstreamTimes: undefined,
    requestBytes: undefined,
    tables: {
      sections: none,
      status: none,
      methods: none,
      urls: none,
      clients: none,
      referrers: none,
      agents: none,
      protocols: none,
      ...noExtras(),
    },
    ...parts,
  };
}

/** Ten seconds from 2026-01-02T03:04:05Z on, small enough to be checked by hand. */
export function someTraffic(parts: Partial<TrafficSnapshot> = {}): TrafficSnapshot {
  return noTraffic({
    lines: {
      read: 1237,
      counted: 1234,
      filtered: 0,
      unparsed: 3,
      late: 2,
      future: 1,
      reasons: { empty: 1, bad_time: 2 },
    },
    hits: 1234,
    bytes: 5_432_100,
    errors: 12,
    statusClasses: [0, 0, 1100, 22, 100, 12],
    span: { first: 1_767_323_045, last: 1_767_323_054 },
    peak: { hits: 321, second: 1_767_323_050 },
    sizes: { p50: 4402, p95: 12_345, p99: 23_456, max: 54_321, error: 1 / 128 },
    visitors: { estimate: 57, error: 0 },
    tables: {
      sections: table(
        [
          ['/pages', 900, 4_000_000],
          ['/api', 300, 1_400_000, 12],
          ['/', 30, 30_100],
        ],
        [3, 1],
      ),
      status: table([
        ['200', 1100],
        ['404', 100],
        ['301', 22],
        ['503', 12],
      ]),
      methods: table([
        ['GET', 1200],
        ['POST', 34],
      ]),
      urls: table([
        ['/pages/create', 500],
        ['/pages/list', 400],
        ['/api/user', 300],
        ['/', 30],
        ['/rare', 4],
      ]),
      clients: table([
        ['192.0.2.1', 1000],
        ['2001:db8::1', 234],
      ]),
      referrers: table([
        ['(none)', 1200],
        ['https://example.com/a', 34],
      ]),
      agents: table([
        ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 1200],
        ['curl/8.5.0', 34],
      ]),
      protocols: table([['HTTP/1.1', 1234]]),
      ...noExtras(),
    },
    ...parts,
  });
}
