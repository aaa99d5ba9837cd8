import type { TableRow, TableSnapshot, TrafficSnapshot } from '@hitwatch/domain';
import { changes, noTraffic, SOME_TIME_MS } from '@hitwatch/testing';

import type { DashboardModel } from '../../src/dashboard/model/dashboard-model.ts';
import { Zone } from '../../src/text/zone.ts';

const SECOND = SOME_TIME_MS / 1000;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

type Row = readonly [key: string, hits: number, errors?: number, p95Micros?: number];

function rowsOf(rows: readonly Row[], hidden = 0, distinct: number | null = null): TableSnapshot {
  return {
    rows: rows.map(([key, hits, errors = 0, p95]): TableRow => {
      const row = { key, hits, bytes: hits * 4321, errors };
      if (p95 === undefined) return row;
      const responseTimes = { p50: p95 / 4, p95, p99: p95 * 3, max: p95 * 9, error: 1 / 128 };
      return { ...row, responseTimes };
    }),
    other: hidden,
    distinct: distinct ?? rows.length,
    error: 0,
  };
}

const SECTIONS: readonly Row[] = [
  ['/api', 5120, 21, 182_000],
  ['/static', 3344, 0, 3100],
  ['/', 1402, 0, 24_500],
  ['/account', 877, 2, 91_200],
  ['/search', 540, 9, 1_240_000],
  ['/blog', 312, 0, 48_000],
  ['/feed.xml', 120, 0, 9800],
  ['/robots.txt', 45, 0, 700],
  ['/wp-login.php', 31, 0, 950],
  ['/checkout', 24, 4, 612_000],
  ['/admin', 9, 0, 12_000],
  ['/.env', 3, 0, 600],
];

/** Ten seconds of a shop with times in its log; every figure is made up but adds up. */
export function siteTraffic(isTimed = true): TrafficSnapshot {
  const sections = SECTIONS.map(([key, hits, errors, p95]): Row =>
    isTimed && p95 !== undefined ? [key, hits, errors ?? 0, p95] : [key, hits, errors ?? 0],
  );
  const urls: readonly Row[] = Array.from({ length: 30 }, (_, index): Row => {
    return [`/api/v2/products/${String(index * 37)}/reviews?page=2`, 900 - index * 29, index % 7];
  });
  const clients = Array.from({ length: 40 }, (_, index): Row => {
    return [
      index === 3 ? '2001:db8:85a3::8a2e:370:7334' : `203.0.113.${String(index)}`,
      800 - index * 17,
    ];
  });
  return noTraffic({
    lines: { read: 12, counted: 12, filtered: 0, unparsed: 0, late: 0, future: 0, reasons: {} },
    hits: 11_884,
    bytes: 51_104_467,
    errors: 36,
    statusClasses: [0, 0, 10_968, 402, 478, 36],
    span: { first: SECOND - 10, last: SECOND },
    peak: { hits: 1422, second: SECOND - 4 },
    sizes: { p50: 4402, p95: 12_345, p99: 234_560, max: 5_432_100, error: 1 / 128 },
    visitors: { estimate: 1834, error: 0.008 },
    responseTimes: isTimed
      ? { p50: 12_300, p95: 182_000, p99: 1_240_000, max: 9_000_000, error: 1 / 128 }
      : undefined,
    tables: {
      ...noTraffic().tables,
      sections: rowsOf(sections, 57, 31),
      urls: rowsOf(urls, 2000, 812),
      status: rowsOf([
        ['200', 10_805],
        ['404', 431],
        ['304', 300],
        ['204', 106],
        ['301', 102],
        ['403', 47],
        ['503', 36, 36],
      ]),
      methods: rowsOf([
        ['GET', 10_402],
        ['POST', 1208],
        ['HEAD', 120],
        ['PUT', 97],
      ]),
      clients: rowsOf(clients, 900, 1834),
      referrers: rowsOf([
        ['(none)', 6210],
        ['https://shop.example/search?q=kettle', 3120],
        ['https://www.google.com/', 2497],
      ]),
      agents: rowsOf([
        [BROWSER, 7120],
        ['curl/8.5.0', 2211],
        ['kube-probe/1.31', 1300],
        ['Googlebot/2.1', 1196],
      ]),
    },
  });
}

/** A model in the middle of a day; what is given replaces its part. */
export function exampleModel(parts: Partial<DashboardModel> = {}): DashboardModel {
  const traffic = siteTraffic();
  const before = {
    ...traffic,
    tables: {
      ...traffic.tables,
      sections: rowsOf(
        [
          ['/api', 4600],
          ['/static', 3390],
          ['/', 1400],
          ['/account', 410],
          ['/search', 1300],
          ['/blog', 20],
          ['/feed.xml', 121],
        ],
        0,
        7,
      ),
    },
  };
  return {
    files: ['/var/log/nginx/access.log'],
    zone: Zone.utc,
    startedMs: SOME_TIME_MS - 3_720_000,
    nowMs: SOME_TIME_MS,
    hitsPerSecond: Array.from({ length: 600 }, (_, at) =>
      Math.round(620 + 330 * Math.sin(at / 70) + 160 * Math.sin(at / 11) + ((at * 37) % 90)),
    ),
    second: SECOND,
    threshold: 1000,
    windowSeconds: 120,
    windowHits: 98_204,
    alertState: 'normal',
    alerts: changes(6, SECOND - 1500),
    span: {
      fromMs: SOME_TIME_MS - 10_000,
      toMs: SOME_TIME_MS,
      traffic,
      before: { traffic: before, ms: 10_000 },
    },
    lines: {
      read: 4_120_384,
      counted: 4_120_291,
      filtered: 0,
      unparsed: 93,
      late: 12,
      future: 0,
      reasons: { bad_time: 93 },
    },
    fileTallies: [{ path: '/var/log/nginx/access.log', format: 'combined', lines: traffic.lines }],
    hosts: undefined,
    tail: Array.from(
      { length: 40 },
      (_, at) =>
        `203.0.113.${String(at)} - - [02/Jan/2026:03:04:0${String(at % 6)} +0000] "GET /api/v2/products/${String(at * 37)}/reviews?page=2 HTTP/1.1" 200 4402 "-" "${BROWSER}"`,
    ),
    notices: [],
    filterProblem: undefined,
    filtered: undefined,
    silentMs: 40,
    behindBytes: 0,
    ...parts,
  };
}
