import { UsageFailure } from '@hitwatch/adapters';
import { expect } from 'chai';

import {
  readBytes,
  readNumber,
  readShare,
  readSpike,
  readTime,
  readWhole,
} from '../src/option-values.ts';

function refuses(read: (text: string) => unknown, texts: readonly string[]): void {
  for (const text of texts) expect(() => read(text), text).to.throw(UsageFailure);
}

describe('option values', () => {
  it('reads numbers, and refuses what JavaScript would take for one', () => {
    expect(readNumber('--rate', '0.5', 0)).to.equal(0.5);
    expect(readNumber('--rate', '0', 0)).to.equal(0);
    refuses(
      (text) => readNumber('--rate', text, 0),
      ['', '-1', '1e3', '0x10', ' 1', 'Infinity', '1,5'],
    );
    expect(readWhole('--count', '10', 1, 100)).to.equal(10);
    refuses((text) => readWhole('--count', text, 1, 100), ['0', '101', '1.5', '', '+1']);
  });

  it('reads shares as percent or as part of one', () => {
    expect(readShare('--errors', '2%')).to.equal(0.02);
    expect(readShare('--errors', '0.02')).to.equal(0.02);
    expect(readShare('--errors', '100%')).to.equal(1);
    expect(readShare('--errors', '0')).to.equal(0);
    refuses((text) => readShare('--errors', text), ['2', '101%', '-1%', '%', '', 'two']);
  });

  it('reads sizes in powers of 1000 and of 1024', () => {
    expect(readBytes('--bytes', '500')).to.equal(500);
    expect(readBytes('--bytes', '200MB')).to.equal(200_000_000);
    expect(readBytes('--bytes', '1.5k')).to.equal(1500);
    expect(readBytes('--bytes', '64KiB')).to.equal(65_536);
    expect(readBytes('--bytes', '1g')).to.equal(1e9);
    refuses((text) => readBytes('--bytes', text), ['0', '', 'MB', '5TB', '-1', '5 MB']);
  });

  it('reads times with their zone, and dates that exist', () => {
    expect(readTime('--start', '2026-01-01T00:00:00Z')).to.equal(Date.UTC(2026, 0, 1));
    expect(readTime('--start', '2026-01-01T02:30:00+02:30')).to.equal(Date.UTC(2026, 0, 1));
    expect(readTime('--start', '2024-02-29')).to.equal(Date.UTC(2024, 1, 29));
    refuses(
      (text) => readTime('--start', text),
      [
        '2026-02-30',
        '2026-02-30T00:00:00Z',
        '2026-13-01',
        '2026-01-01T00:00:00',
        '2026-01-01 00:00:00Z',
        '1969-12-31',
        'now',
        '',
      ],
    );
  });

  it('reads spikes in any order of their parts', () => {
    expect(readSpike('at=60s,for=30s,times=10')).to.deep.equal({
      atMs: 60_000,
      forMs: 30_000,
      times: 10,
      everyMs: undefined,
    });
    expect(readSpike('every=10m,times=0.5,for=1m30s')).to.deep.equal({
      atMs: 0,
      forMs: 90_000,
      times: 0.5,
      everyMs: 600_000,
    });
    expect(readSpike('at=0s,for=1,times=0')).to.include({ atMs: 0, forMs: 1000, times: 0 });
    refuses(readSpike, [
      '',
      'at=1s',
      'for=1s',
      'times=2',
      'for=1s,times=2,color=red',
      'for=1s,for=2s,times=2',
      'for=0s,times=2',
      'for=10s,times=2,every=10s',
      'at=-1s,for=1s,times=2',
      'for=1s,times=-2',
    ]);
  });
});
