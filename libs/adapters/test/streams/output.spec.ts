import { expect } from 'chai';
import { EnvironmentFailure, Output } from '../../src/index.ts';
import { FakeWritable, TIMINGS } from './fake-writable.ts';

for (const timing of TIMINGS) {
  describe(`Output, to a stream that is done ${timing}`, () => {
    let stream: FakeWritable;
    let failures: number;
    let output: Output;

    beforeEach(() => {
      stream = new FakeWritable(timing);
      failures = 0;
      output = new Output(stream, () => failures++);
    });

    it('has written everything when it is flushed', async () => {
      for (let line = 0; line < 5; line++) output.write(`line ${line}\n`);
      await output.flush();
      expect(stream.written).to.equal('line 0\nline 1\nline 2\nline 3\nline 4\n');
      expect(failures).to.equal(0);
      expect(output.readerGone).to.equal(false);
    });

    it('waits for a stream that is slow', async () => {
      stream.block();
      output.write('line\n');
      let flushed = false;
      const flush = output.flush().then(() => (flushed = true));
      await new Promise(setImmediate);
      expect(flushed).to.equal(false);
      stream.unblock();
      await flush;
      expect(stream.written).to.equal('line\n');
    });

    it('takes a reader that has gone for an end like any other', async () => {
      stream.failWith('EPIPE');
      output.write('line\n');
      await output.flush();
      expect(output.readerGone).to.equal(true);
      expect(failures).to.equal(1);
      output.write('one more\n');
      await output.flush();
      expect(failures).to.equal(1);
      expect(stream.written).to.equal('');
    });

    it('tells of a full disk', async () => {
      stream.failWith('ENOSPC');
      output.write('line\n');
      const failure = await failureOf(output.flush());
      expect(failure).to.include({
        code: 'ENOSPC',
        message: 'standard output: the disk is full',
        remedy: 'make room, or write elsewhere',
      });
      expect(failures).to.equal(1);
      expect(output.readerGone).to.equal(false);
    });

    it('tells of it again when flushed again', async () => {
      stream.failWith('ENOSPC');
      output.write('line\n');
      await failureOf(output.flush());
      expect(await failureOf(output.flush())).to.include({ code: 'ENOSPC' });
    });

    it('remembers the first failure when there are more', async () => {
      for (const code of ['ENOSPC', 'EPIPE']) {
        stream.emit('error', Object.assign(new Error(code), { code }));
      }
      expect(failures).to.equal(1);
      expect(await failureOf(output.flush())).to.include({ code: 'ENOSPC' });
    });

    it('tells of any other failure in its own words', async () => {
      stream.failWith('EIO');
      output.write('line\n');
      const failure = await failureOf(output.flush());
      expect(failure).to.include({ code: 'EIO', message: 'standard output: write EIO' });
    });
  });
}

async function failureOf(flush: Promise<void>): Promise<EnvironmentFailure> {
  try {
    await flush;
  } catch (error) {
    if (error instanceof EnvironmentFailure) return error;
    throw error;
  }
  return expect.fail('it was flushed');
}
