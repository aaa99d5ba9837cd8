import { appendFileSync, writeFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { logSourceContract, ManualClock, Pulled } from '@hitwatch/testing';
import { expect } from 'chai';
import { EnvironmentFailure, FileReader } from '../../src/index.ts';
import { TemporaryFolder } from './temporary-folder.ts';

describe('FileReader', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  const NO_INPUT = Readable.from([]);

  describe('of a file', () => {
    logSourceContract({ follows: false, ends: true }, () => {
      const path = folder.join('access.log');
      writeFileSync(path, '');
      return Promise.resolve({
        source: new FileReader([path], NO_INPUT),
        clock: new ManualClock(),
        write: (text) => {
          appendFileSync(path, text);
        },
        finish: () => undefined,
        released: () => {
          const open = folder.openFiles();
          return open === undefined ? undefined : open.length === 0;
        },
      });
    });
  });

  describe('of standard input', () => {
    logSourceContract({ follows: false, ends: true }, () => {
      const stdin = new PassThrough();
      let asked = false;
      return Promise.resolve({
        source: new FileReader(['-'], stdin),
        clock: new ManualClock(),
        write: (text) => {
          asked = true;
          stdin.write(text);
        },
        finish: () => {
          stdin.end();
        },
        released: () => stdin.destroyed || !asked,
      });
    });
  });

  describe('of several', () => {
    it('reads files one after the other, each as a stream of its own', async () => {
      const paths = ['a.log', 'empty.log', 'b.log'].map((name) => folder.join(name));
      const big = 'a line of the first file\n'.repeat(60_000);
      for (const [at, text] of [big, '', 'no line end'].entries())
        writeFileSync(paths[at] ?? '', text);
      const reader = new FileReader([...paths, '-'], Readable.from([Buffer.from('from stdin\n')]));
      const pulled = new Pulled();
      await pulled.pull(reader, Infinity);
      await reader.close();
      expect(pulled.streams.map(({ stream }) => stream.path)).to.deep.equal([...paths, '-']);
      expect(pulled.streams.map(({ bytes }) => bytes.length)).to.deep.equal([
        big.length,
        0,
        11,
        11,
      ]);
      expect(pulled.streams.every(({ finished }) => finished)).to.equal(true);
      expect(pulled.text).to.equal(`${big}no line endfrom stdin\n`);
      expect(new Set(pulled.streams.map(({ stream }) => stream.id))).to.have.property('size', 4);
    });

    it('reads no more of a file than is asked for', async () => {
      const path = folder.join('access.log');
      writeFileSync(path, 'x'.repeat(5_000_000));
      const reader = new FileReader([path], NO_INPUT);
      const event = await reader.next();
      expect(event.kind === 'block' && event.block.length).to.be.within(1, 1_000_000);
      await reader.close();
    });

    const failures: readonly (readonly [what: string, code: string, path: () => string])[] = [
      ['is not there', 'ENOENT', () => folder.join('nothing.log')],
      ['is a directory', 'EISDIR', () => folder.path],
      ['is below a file', 'ENOTDIR', () => folder.join('file', 'access.log')],
    ];
    for (const [what, code, path] of failures) {
      it(`rejects with what to do when the file ${what}`, async () => {
        writeFileSync(folder.join('file'), '');
        const reader = new FileReader([path()], NO_INPUT);
        const error = await reader.next().catch((error: unknown) => error);
        expect(error).to.be.instanceOf(EnvironmentFailure);
        expect(error).to.include({ code }).and.have.property('remedy').that.is.not.equal('');
        expect(error).to.have.property('message').that.includes(path());
        await reader.close();
      });
    }
  });
});
