import { expect } from 'chai';
import {
  logSourceContract,
  ManualClock,
  Pulled,
  ScriptedSource,
  SOME_TIME_MS,
} from '../../src/index.ts';

const START = SOME_TIME_MS;

describe('ScriptedSource', () => {
  logSourceContract({ follows: true, ends: true }, () => {
    const clock = new ManualClock();
    const source = new ScriptedSource(clock);
    let streams = 0;
    return Promise.resolve({
      source,
      clock,
      write: (text) => {
        streams = 1;
        source.add({ atMs: clock.nowMs(), text });
      },
      finish: () => {
        if (streams > 0) source.add({ atMs: clock.nowMs(), finished: true });
        source.add({ atMs: clock.nowMs(), end: true });
      },
      released: () => source.closed,
    });
  });

  it('moves the clock to the next event', async () => {
    const clock = new ManualClock();
    const source = new ScriptedSource(clock, [{ atMs: START + 1234, text: 'line\n' }]);
    expect(await source.next(START + 1000)).to.equal(undefined);
    expect(clock.nowMs()).to.equal(START + 1000);
    expect(await source.next(START + 9000)).to.have.property('kind', 'block');
    expect(clock.nowMs()).to.equal(START + 1234);
  });

  it('gives each path a stream of its own, and another one after it was finished', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const source = new ScriptedSource(new ManualClock(), [
      { atMs: START, path: 'a', text: 'a1' },
      { atMs: START, path: 'b', bytes },
      { atMs: START, path: 'a', text: 'a2' },
      { atMs: START, path: 'a', finished: true },
      { atMs: START, path: 'a', text: 'a3' },
      { atMs: START, stream: { id: 77, path: 'a' }, text: 'other' },
    ]);
    const pulled = new Pulled();
    await pulled.pull(source, START);
    expect(
      pulled.streams.map(({ stream, bytes, finished }) => {
        return [stream.id, stream.path, bytes.toString('latin1'), finished];
      }),
    ).to.deep.equal([
      [0, 'a', 'a1a2', true],
      [1, 'b', '\x01\x02\x03', false],
      [2, 'a', 'a3', false],
      [77, 'a', 'other', false],
    ]);
    expect(bytes, 'what the test has given stays its own').to.deep.equal(Uint8Array.of(1, 2, 3));
  });

  it('passes notices on', async () => {
    const notice = { code: 'file_missing', message: 'it is not there' };
    const source = new ScriptedSource(new ManualClock(), [{ atMs: START, notice }]);
    expect(await source.next(START)).to.deep.equal({ kind: 'notice', notice });
  });

  it('overwrites a block that is kept beyond the next call', async () => {
    const source = new ScriptedSource(new ManualClock(), [{ atMs: START, text: 'abc' }]);
    const event = await source.next(START);
    await source.next(START);
    expect(event?.kind === 'block' && [...event.block.octets]).to.deep.equal([0, 0, 0]);
  });

  it('refuses two calls at a time, calls after close, and waiting for ever', async () => {
    const source = new ScriptedSource(new ManualClock());
    const first = source.next(START);
    await rejects(source.next(START), /another call/);
    await first;
    await rejects(source.next(Infinity), /script is over/);
    await source.close();
    await rejects(source.next(START), /after close/);
  });
});

async function rejects(call: Promise<unknown>, why: RegExp): Promise<void> {
  const outcome = await call.then(
    () => 'it was not refused',
    (error: unknown) => String(error),
  );
  expect(outcome).to.match(why);
}
