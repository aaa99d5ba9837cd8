import { expect } from 'chai';
import fc from 'fast-check';
import { FormatFollower, Kernel, PlainScanner, RecordBatch } from '../../src/index.ts';
import { damagedLines, generatedLines } from '../parser/log-lines.ts';
import { readings } from './readings.ts';

const SEED = 7;

const letters = fc.constantFrom('a', 'b', '/', '"', '\\', 'é', '\n', ' ');
const text = fc.string({ unit: letters, maxLength: 20 });
const jsonLines = fc
  .record({ path: text, agent: text, cache: fc.constantFrom('HIT', 'MISS', '-'), bytes: fc.nat() })
  .map(({ path, agent, cache, bytes }) =>
    JSON.stringify({
      time: '2026-01-05T10:11:12Z',
      remote_addr: '10.0.0.1',
      request: `GET /${path} HTTP/1.1`,
      status: 200,
      body_bytes_sent: bytes,
      http_user_agent: agent,
      upstream_cache_status: cache,
    }),
  );

/** A scanner without a kernel, except that its batch may be one of a kernel. */
function scanner(batch: RecordBatch): PlainScanner {
  return new PlainScanner(new FormatFollower({ reference: 0 }), batch);
}

describe('a kernel that groups what other parsers have read', () => {
  it('puts the same lines together as without it, decoded ones and others', () => {
    const { batch } = new Kernel(SEED);
    const lines = fc.array(fc.oneof(jsonLines, generatedLines, damagedLines), { maxLength: 40 });
    const property = fc.property(lines, (all) => {
      const stream = all.join('\n');
      expect(readings(stream, scanner(batch))).to.deep.equal(
        readings(stream, scanner(new RecordBatch(SEED))),
      );
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('leaves a batch to the plain grouper that has no room', () => {
    const line = (path: string) =>
      `10.0.0.1 - - [05/Jan/2026:10:11:12 +0000] "GET ${path} HTTP/1.1" 200 5`;
    const lengths = [5, 262_000, 262_144, 400_000, 7];
    const stream = lengths.map((length) => line(`/${'p'.repeat(length)}`)).join('\n');
    const { batch } = new Kernel(SEED);
    expect(readings(stream, scanner(batch))).to.deep.equal(
      readings(stream, scanner(new RecordBatch(SEED))),
    );
  });
});
