import fc from 'fast-check';
import { PARSED, type Rollup } from '../../src/index.ts';
import { REASON } from '../../src/parser/record-batch.ts';
import { plainScanner } from '../scanners.ts';
import { textBlock } from '../text-block.ts';

export const NOON = Date.UTC(2024, 4, 1, 12) / 1000;

/** What a test wants a line to say; the rest of the line is ordinary. */
export interface Access {
  readonly second?: number;
  readonly vhost?: string;
  readonly host?: string;
  readonly request?: string;
  readonly status?: string;
  readonly bytes?: string;
  readonly referrer?: string;
  readonly agent?: string;
}

export function accessLine(access: Access = {}): string {
  const { second = NOON, vhost = '', host = '10.0.0.1', request = 'GET / HTTP/1.1' } = access;
  const { status = '200', bytes = '5', referrer = '-', agent = 'curl' } = access;
  const iso = new Date(second * 1000).toUTCString();
  const [, day, month, year, time] = /(\d\d) (\w{3}) (\d{4}) (\S+)/.exec(iso) ?? [];
  const client = vhost === '' ? host : `${vhost} ${host}`;
  const stamp = `${day}/${month}/${year}:${time} +0000`;
  return `${client} - - [${stamp}] "${request}" ${status} ${bytes} "${referrer}" "${agent}"`;
}

/** Counts each access as a hit in its own second, in a batch of its own. */
export function addAll(rollup: Rollup, accesses: readonly Access[]): Rollup {
  const scanner = plainScanner(rollup.seed);
  for (const access of accesses) {
    const line = accessLine(access);
    const block = textBlock(line);
    scanner.scan(block, 0, block.length);
    if (scanner.batch.ints[REASON] !== PARSED) throw new Error(`not parsed: ${line}`);
    rollup.add(scanner.batch, 1);
  }
  return rollup;
}

const ORDINARY = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '(none)'];

export const access: fc.Arbitrary<Access> = fc.record(
  {
    second: fc.oneof(
      fc.integer({ min: NOON, max: NOON + 20 }),
      fc.integer({ min: NOON, max: NOON + 50_000 }),
    ),
    vhost: fc.constantFrom('', '', 'a.example:443', 'b.example'),
    host: fc.oneof(
      fc.nat(30).map((at) => `10.0.0.${at}`),
      fc.constantFrom(...ORDINARY),
    ),
    request: fc.oneof(
      fc.nat(12).map((at) => `GET /s${at % 4}/${at} HTTP/1.1`),
      fc.constantFrom(...ORDINARY.map((name) => `PUT /${name}/${name} HTTP/1.0`)),
      fc.constantFrom('-', '', 'OPTIONS * HTTP/1.1', 'GET http://x HTTP/1.1', '__proto__ / x'),
    ),
    status: fc.constantFrom('200', '301', '404', '500', '503', '101', '-', '999'),
    bytes: fc.oneof(fc.nat(5000).map(String), fc.constant('-')),
    referrer: fc.constantFrom('-', '', 'http://r.example/', ...ORDINARY),
    agent: fc.constantFrom('-', '', 'curl', 'Mozilla/5.0 (X)', ...ORDINARY),
  },
  { requiredKeys: [] },
);

export const accesses = fc.array(access, { maxLength: 80 });
