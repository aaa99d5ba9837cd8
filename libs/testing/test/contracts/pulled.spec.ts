import { ByteBlock, encodeText } from '@hitwatch/domain';
import type { BlockEvent, LogSource, LogStream } from '@hitwatch/ports';
import { expect } from 'chai';
import { ManualClock, Pulled, ScriptedSource, SOME_TIME_MS } from '../../src/index.ts';

const STREAM: LogStream = { id: 1, path: 'access.log' };

function block(offset: number, text: string, stream = STREAM): BlockEvent {
  return { kind: 'block', stream, offset, block: new ByteBlock(encodeText(text)) };
}

describe('Pulled', () => {
  let pulled: Pulled;

  beforeEach(() => {
    pulled = new Pulled();
    pulled.take(block(10, 'abc'));
  });

  it('puts blocks together, from wherever the first begins', () => {
    pulled.take(block(13, 'de'));
    pulled.take({ kind: 'finished', stream: STREAM });
    expect(pulled.text).to.equal('abcde');
    expect(pulled.streams[0]).to.include({ from: 10, finished: true });
  });

  it('does not accept a gap, or bytes that come again', () => {
    expect(() => {
      pulled.take(block(14, 'e'));
    }).to.throw('has a gap: 13, then 14');
    expect(() => {
      pulled.take(block(12, 'c'));
    }).to.throw('has a gap: 13, then 12');
  });

  it('does not accept a second end, or a block after it', () => {
    pulled.take({ kind: 'finished', stream: STREAM });
    expect(() => {
      pulled.take({ kind: 'finished', stream: STREAM });
    }).to.throw('finished twice');
    expect(() => {
      pulled.take(block(13, 'd'));
    }).to.throw('after its end');
  });

  it('does not accept one id for two paths', () => {
    expect(() => {
      pulled.take(block(13, 'd', { id: 1, path: 'other.log' }));
    }).to.throw('has two paths');
  });

  it('knows a stream that had no bytes', () => {
    pulled.take({ kind: 'finished', stream: { id: 2, path: 'empty.log' } });
    expect(pulled.streams.map(({ bytes }) => bytes.length)).to.deep.equal([3, 0]);
  });

  it('pulls until nothing comes, and no further than the end', async () => {
    const source = new ScriptedSource(new ManualClock(), [
      { atMs: SOME_TIME_MS, text: 'one' },
      { atMs: SOME_TIME_MS + 5000, notice: { code: 'file_missing', message: 'gone' } },
      { atMs: SOME_TIME_MS + 9000, end: true },
    ]);
    pulled = new Pulled();
    await pulled.pull(source, SOME_TIME_MS + 1000);
    expect(pulled.events).to.have.length(1);
    await pulled.pull(source, Infinity);
    expect(pulled.events.map(({ kind }) => kind)).to.deep.equal(['block', 'notice', 'end']);
    expect(pulled.notices).to.deep.equal(['file_missing']);
  });

  it('gives up on a source that never comes to rest', async () => {
    const source: LogSource = {
      next: () => Promise.resolve({ kind: 'notice', notice: { code: 'again', message: 'again' } }),
      marks: () => [],
      wake: () => undefined,
      close: () => Promise.resolve(),
    };
    const outcome = await pulled.pull(source, 0, 20).catch((error: unknown) => String(error));
    expect(outcome).to.match(/not come to rest after 20 events/);
  });
});
