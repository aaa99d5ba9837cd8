import type { LogSource } from '@hitwatch/ports';
import { expect } from 'chai';

import type { ManualClock } from '../time/manual-clock.ts';
import { Pulled } from './pulled.ts';

export interface LogSourceSubject {
  readonly source: LogSource;
  readonly clock: ManualClock;
  /** Lets more bytes come, now. */
  readonly write: (text: string) => void;
  /** Lets no more bytes come. */
  readonly finish: () => void;
  /** Whether all is closed that was opened; undefined where nobody can tell. */
  readonly released: () => boolean | undefined;
}

export interface LogSourceTraits {
  /** Waits for more bytes. One that does not gives what is there, and its `next` never waits. */
  readonly follows: boolean;
  /** Comes to its end after `finish`. */
  readonly ends: boolean;
  /** Gives whole lines only: an end of line that is missing at the end is put there. */
  readonly wholeLines?: boolean;
}

/** Time within which a source must have seen what has come: 100 ms, as the users' brief has it. */
const SEEN_MS_MAX = 100;
/** Long enough for a source to be sure that no more bytes of a finished stream will come. */
const SURE_MS = 60_000;

const LINES = ['one\n', 'two\nthree\n', '', 'a half', ' line\n', 'no line end'];

/** What every `LogSource` keeps to. */
export function logSourceContract(
  traits: LogSourceTraits,
  open: () => Promise<LogSourceSubject>,
): void {
  describe('keeps the contract of a log source', () => {
    let subject: LogSourceSubject;
    let pulled: Pulled;
    let startMs: number;

    beforeEach(async () => {
      subject = await open();
      pulled = new Pulled();
      startMs = subject.clock.nowMs();
    });

    afterEach(async () => {
      await subject.source.close();
    });

    it('gives all bytes in order and without a gap', async () => {
      for (const text of LINES) subject.write(text);
      await pullToTheEnd();
      expect(pulled.text).to.equal(LINES.join('') + (traits.wholeLines === true ? '\n' : ''));
      expect(pulled.streams).to.have.length(1);
      expect(pulled.streams[0]?.from).to.equal(0);
    });

    it('says that a stream is finished, once, after its last block', async () => {
      subject.write('one\n');
      await pullToTheEnd();
      const kinds = pulled.events.map(({ kind }) => kind).filter((kind) => kind !== 'notice');
      expect(kinds.slice(0, 2)).to.deep.equal(['block', 'finished']);
      expect(pulled.streams.map(({ finished }) => finished)).to.deep.equal([true]);
    });

    it('leaves a block as it is until the next call', async () => {
      subject.write('one\n');
      const event = await subject.source.next(startMs);
      subject.write('another line that is longer\n');
      subject.clock.advance(1000);
      await new Promise(setImmediate);
      expect(event?.kind).to.equal('block');
      if (event?.kind === 'block') {
        expect(Buffer.from(event.block.octets).toString()).to.equal('one\n');
      }
    });

    it('gives what has come although the deadline is past', async () => {
      subject.write('one\n');
      if (!traits.follows) subject.finish();
      await pulled.pull(subject.source, startMs - 1000);
      expect(pulled.text).to.equal('one\n');
    });

    it('loses nothing when it is woken', async () => {
      subject.write('one\n');
      subject.write('two\n');
      subject.source.wake();
      const event = await subject.source.next(startMs);
      if (event !== undefined) pulled.take(event);
      subject.source.wake();
      await pullToTheEnd();
      expect(pulled.text).to.equal('one\ntwo\n');
    });

    it('releases what it has open when it is closed', async () => {
      subject.write('one\n');
      await subject.source.next(startMs);
      await subject.source.close();
      expect(subject.released()).to.not.equal(false);
    });

    it('can be closed before anything was asked of it', async () => {
      await subject.source.close();
      expect(subject.released()).to.not.equal(false);
    });

    if (traits.ends) {
      it('ends after its last stream, and again when asked again', async () => {
        subject.write('one\n');
        await pullToTheEnd();
        expect(pulled.events.map(({ kind }) => kind)).to.deep.equal(['block', 'finished', 'end']);
        for (const deadlineMs of [startMs, startMs + 2 * SURE_MS, Infinity]) {
          expect(await subject.source.next(deadlineMs)).to.deep.equal({ kind: 'end' });
        }
      });

      it('ends when there was nothing in it', async () => {
        subject.finish();
        await pulled.pull(subject.source, startMs + SURE_MS);
        expect(pulled.text).to.equal('');
        expect(pulled.events.at(-1)).to.deep.equal({ kind: 'end' });
      });
    } else {
      it('never ends', async () => {
        subject.write('one\n');
        await pullToTheEnd();
        expect(pulled.events.map(({ kind }) => kind)).to.not.include('end');
      });
    }

    /** A file has to be seen before its end, by those who follow it. */
    async function pullToTheEnd(): Promise<void> {
      if (traits.follows) await pulled.pull(subject.source, startMs);
      subject.finish();
      await pulled.pull(subject.source, startMs + SURE_MS);
    }

    if (!traits.follows) return;

    it('gives nothing when nothing comes until the deadline, and not before it', async () => {
      expect(await subject.source.next(startMs + 730)).to.equal(undefined);
      expect(subject.clock.nowMs()).to.equal(startMs + 730);
    });

    it('does not wait for a deadline that is past', async () => {
      expect(await subject.source.next(startMs - 1)).to.equal(undefined);
      expect(await subject.source.next(startMs)).to.equal(undefined);
      expect(subject.clock.nowMs()).to.equal(startMs);
    });

    it('goes on after it has given nothing', async () => {
      subject.write('one\n');
      await pulled.pull(subject.source, startMs + 200);
      subject.write('two\n');
      await pulled.pull(subject.source, startMs + 400);
      expect(pulled.text).to.equal('one\ntwo\n');
    });

    it(`gives what comes while it waits within ${SEEN_MS_MAX} ms`, async () => {
      subject.write('one\n');
      await pulled.pull(subject.source, startMs);
      for (const afterMs of [1, 49, 50, 51, 333, 5000, 2, 5001]) {
        const writtenMs = subject.clock.nowMs() + afterMs;
        subject.clock.plan(writtenMs, () => {
          subject.write('more\n');
        });
        const event = await subject.source.next(writtenMs + 10_000);
        expect(event?.kind).to.equal('block');
        expect(subject.clock.nowMs() - writtenMs).to.be.within(0, SEEN_MS_MAX);
      }
    });

    it('waits without a deadline for what comes', async () => {
      subject.clock.plan(startMs + 5000, () => {
        subject.write('late\n');
      });
      const event = await subject.source.next(Infinity);
      expect(event?.kind).to.equal('block');
    });

    it('returns at once with nothing when it is woken', async () => {
      subject.clock.plan(startMs + 30, () => {
        subject.source.wake();
      });
      expect(await subject.source.next(startMs + 10_000)).to.equal(undefined);
      expect(subject.clock.nowMs()).to.equal(startMs + 30);
    });

    it('is not woken for ever', async () => {
      const call = subject.source.next(startMs + 10_000);
      subject.source.wake();
      expect(await call).to.equal(undefined);
      expect(subject.clock.nowMs()).to.equal(startMs);
      expect(await subject.source.next(startMs + 500)).to.equal(undefined);
      expect(subject.clock.nowMs()).to.equal(startMs + 500);
    });

    it('does not lose a call to wake that comes just before it waits', async () => {
      subject.source.wake();
      expect(await subject.source.next(startMs + 10_000)).to.equal(undefined);
      expect(subject.clock.nowMs()).to.equal(startMs);
    });
  });
}
