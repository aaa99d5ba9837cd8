import { PassThrough, Readable } from 'node:stream';
import type { SourceEvent } from '@hitwatch/ports';
import { expect } from 'chai';
import { EnvironmentFailure, FollowedStream } from '../../src/index.ts';

const STREAM = { id: 3, path: '-' };

describe('FollowedStream', () => {
  let stdin: PassThrough;
  let ready: number;
  let followed: FollowedStream;

  beforeEach(() => {
    stdin = new PassThrough();
    ready = 0;
    followed = new FollowedStream(stdin, STREAM, () => ready++);
  });

  it('calls whoever sleeps when something has come', async () => {
    await turn();
    expect(ready).to.equal(0);
    stdin.write('one\n');
    await turn();
    expect(ready).to.be.above(0);
    expect(textOf(followed.poll())).to.equal('one\n');
  });

  it('calls whoever sleeps when the end has come', async () => {
    stdin.end();
    followed.poll();
    ready = 0;
    await turn();
    expect(ready).to.be.above(0);
    expect(followed.poll()).to.deep.equal({ kind: 'finished', stream: STREAM });
    expect(followed.poll()).to.deep.equal({ kind: 'end' });
    expect(followed.poll()).to.deep.equal({ kind: 'end' });
  });

  it('knows where each block begins', async () => {
    for (const text of ['one\n', 'two three\n', 'é\n']) {
      stdin.write(text);
      followed.poll();
      await turn();
    }
    stdin.write('four');
    expect(followed.poll()).to.deep.include({ kind: 'block', offset: 17, stream: STREAM });
  });

  it('holds back a writer that is faster than its reader', async () => {
    let written = 0;
    const fast = new Readable({
      highWaterMark: 65_536,
      read() {
        written += 65_536;
        this.push(Buffer.alloc(65_536));
      },
    });
    followed = new FollowedStream(fast, STREAM, () => undefined);
    for (let round = 0; round < 50; round++) await turn();
    expect(written).to.be.at.most(4 * 65_536);
    followed.close();
  });

  it('throws when the stream fails, each time', async () => {
    stdin.destroy(new Error('the pipe burst'));
    await turn();
    expect(ready).to.be.above(0);
    for (let time = 0; time < 2; time++) {
      const message = '-: cannot be read: the pipe burst';
      expect(() => followed.poll()).to.throw(EnvironmentFailure, message);
    }
  });

  it('lets go of the stream when it is closed', () => {
    followed.close();
    expect(stdin.destroyed).to.equal(true);
  });
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function textOf(event: SourceEvent | undefined): string | undefined {
  return event?.kind === 'block' ? Buffer.from(event.block.octets).toString() : undefined;
}
