import type { Disk } from '@hitwatch/ports';
import { expect } from 'chai';

/** What every `Disk` keeps to. `at` gives the path of a file in an empty folder. */
export function diskContract(open: () => { disk: Disk; at: (name: string) => string }): void {
  describe('keeps the contract of a disk', () => {
    let disk: Disk;
    let path: string;
    let other: string;

    beforeEach(() => {
      const subject = open();
      disk = subject.disk;
      path = subject.at('file');
      other = subject.at('other');
    });

    it('has nothing to read where nothing is', async () => {
      expect(await disk.read(path)).to.equal(undefined);
      expect(await codeOf(disk.open(path, 'read'))).to.equal('ENOENT');
      expect(await disk.read(path)).to.equal(undefined);
    });

    it('appends behind what is there', async () => {
      await write('append', 'one ');
      await write('append', 'two');
      expect(await textOf(path)).to.equal('one two');
    });

    it('replaces what is there', async () => {
      await write('append', 'a long text');
      await write('replace', 'short');
      expect(await textOf(path)).to.equal('short');
    });

    it('tells the size, reads parts, and cuts the rest off', async () => {
      await write('append', '0123456789');
      const file = await disk.open(path, 'append');
      expect(await file.size()).to.equal(10);
      expect(text(await file.read(3, 4))).to.equal('3456');
      expect(text(await file.read(8, 4))).to.equal('89');
      await file.truncate(4);
      await file.write(bytes('!'));
      await file.sync();
      await file.close();
      expect(await textOf(path)).to.equal('0123!');
    });

    it('renames over what has the name', async () => {
      await write('append', 'new');
      const file = await disk.open(other, 'append');
      await file.write(bytes('old'));
      await file.close();
      await disk.rename(path, other);
      expect(await disk.read(path)).to.equal(undefined);
      expect(await textOf(other)).to.equal('new');
    });

    it('removes, also what is not there', async () => {
      await write('append', 'x');
      await disk.remove(path);
      await disk.remove(path);
      expect(await disk.read(path)).to.equal(undefined);
    });

    async function write(how: 'append' | 'replace', content: string): Promise<void> {
      const file = await disk.open(path, how);
      expect(await file.write(bytes(content))).to.equal(content.length);
      await file.sync();
      await file.close();
    }

    async function textOf(of: string): Promise<string> {
      return text((await disk.read(of)) ?? new Uint8Array(0));
    }
  });
}

function bytes(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

function text(content: Uint8Array): string {
  return new TextDecoder().decode(content);
}

async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return expect.fail('it was expected to reject');
}
