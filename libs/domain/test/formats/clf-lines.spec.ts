import { expect } from 'chai';
import { ClfLines } from '../../src/formats/clf-lines.ts';
import { textBlock } from '../text-block.ts';
import { readRecord } from './record-reading.ts';

const TIME = '[10/Oct/2000:13:55:36 -0700]';

function read(request: string, rest: string) {
  const parser = new ClfLines();
  const reading = readRecord(parser, textBlock(`9.9.9.9 - - ${TIME} "${request}" ${rest}`));
  return { reading, looksLike: parser.looksLike };
}

describe('fields behind the size of a line of Common', () => {
  const request = 'GET /a HTTP/1.1';

  it('are read when one of them is quoted, which was taken for the end of the request', () => {
    const { reading, looksLike } = read(request, '200 512 0.120 "HIT"');
    expect(looksLike).to.equal('combined_extended');
    expect(reading).to.include({ responseMicros: 120_000, cache: 'HIT', referrer: '', agent: '' });
    expect(read(request, '200 512 0.120 0.110 "-"').reading).to.include({
      responseMicros: 120_000,
      upstreamMicros: 110_000,
      cache: '',
    });
  });

  it('are read whatever the request is', () => {
    for (const odd of [
      '-',
      '',
      '\\x16\\x03',
      'GET /a"b',
      'GET /a" b HTTP/1.1',
      'GET /a  HTTP/1.1 ',
    ]) {
      for (const status of ['200', '-']) {
        const { reading } = read(odd, `${status} 512 0.120 "MISS"`);
        expect(reading, odd).to.include({ responseMicros: 120_000, cache: 'MISS', bytes: 512 });
      }
    }
  });

  it('that are words are those of a cache or none', () => {
    expect(read(request, '200 512 "r" "a" STALE 0.120').reading).to.include({ cache: 'STALE' });
    expect(read(request, '200 512 "r" "a" "REVALIDATED"').reading).to.include({
      cache: 'REVALIDATED',
    });
    const other = read(request, '200 512 "r" "a" HITS "hit"');
    expect(other.reading).to.include({ cache: '' });
    expect(other.looksLike).to.equal('combined');
  });
});
