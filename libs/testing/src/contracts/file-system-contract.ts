import type { FileSystem } from '@hitwatch/ports';
import { expect } from 'chai';

export interface FileSystemSubject {
  readonly files: FileSystem;
  /** An empty folder, and what stands in it as the test made it. */
  readonly folder: string;
  readonly write: (name: string, content: string) => void;
  readonly makeFolder: (name: string) => void;
  readonly makeLink: (name: string, target: string) => void;
  readonly rename: (name: string, to: string) => void;
}

/** What every `FileSystem` keeps to. */
export function fileSystemContract(begin: () => FileSystemSubject): void {
  describe('keeps the contract of a file system', () => {
    let subject: FileSystemSubject;
    let at: (name: string) => string;

    beforeEach(() => {
      subject = begin();
      at = (name) => `${subject.folder}/${name}`;
    });

    function readAll(fd: number, position = 0, room = 7): string {
      let text = '';
      const buffer = new Uint8Array(room);
      for (;;) {
        const length = subject.files.read(fd, buffer, position + text.length);
        if (length === 0) return text;
        text += Buffer.from(buffer.subarray(0, length)).toString('latin1');
      }
    }

    function codeOf(call: () => unknown): unknown {
      try {
        call();
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error;
      }
      return undefined;
    }

    it('reads a file from any place to its end', () => {
      subject.write('a.log', 'one\ntwo\nthree\n');
      const fd = subject.files.open(at('a.log'));
      expect(readAll(fd)).to.equal('one\ntwo\nthree\n');
      expect(readAll(fd, 8)).to.equal('three\n');
      expect(readAll(fd, 1000)).to.equal('');
      subject.files.close(fd);
    });

    it('goes on reading a file that is renamed or written anew at its path', () => {
      subject.write('a.log', 'one\n');
      const fd = subject.files.open(at('a.log'));
      subject.rename('a.log', 'a.log.1');
      subject.write('a.log', 'another\n');
      expect(readAll(fd)).to.equal('one\n');
      subject.files.close(fd);
    });

    it('says the same of a file by its path and open', () => {
      subject.write('a.log', 'one\n');
      const fd = subject.files.open(at('a.log'));
      const [open, named] = [subject.files.status(fd), subject.files.statusAt(at('a.log'))];
      for (const key of ['dev', 'ino', 'size', 'mtimeMs'] as const) {
        expect(open[key], key).to.equal(named[key]);
      }
      expect(open.size).to.equal(4);
      expect([open.isFile(), open.isDirectory()]).to.deep.equal([true, false]);
      subject.files.close(fd);
    });

    it('tells two files apart, and a folder from a file', () => {
      subject.write('a.log', '');
      subject.write('b.log', '');
      subject.makeFolder('folder');
      const [a, b] = ['a.log', 'b.log'].map((name) => subject.files.statusAt(at(name)).ino);
      expect(a).to.not.equal(b);
      const folder = subject.files.statusAt(at('folder'));
      expect([folder.isFile(), folder.isDirectory()]).to.deep.equal([false, true]);
    });

    it('looks behind links', () => {
      subject.write('a.log', 'one\n');
      subject.makeLink('link.log', at('a.log'));
      expect(subject.files.statusAt(at('link.log')).size).to.equal(4);
      expect(subject.files.realPath(at('link.log'))).to.equal(subject.files.realPath(at('a.log')));
    });

    it('lists a folder', () => {
      expect(subject.files.list(subject.folder)).to.deep.equal([]);
      subject.write('a.log', '');
      subject.makeFolder('folder');
      expect([...subject.files.list(subject.folder)].sort()).to.deep.equal(['a.log', 'folder']);
    });

    it('throws ENOENT for what is not there', () => {
      const { files } = subject;
      for (const call of ['open', 'statusAt', 'list', 'realPath'] as const) {
        expect(codeOf(() => files[call](at('nothing')))).to.equal('ENOENT');
      }
    });

    it('throws ENOTDIR where a file is taken for a folder', () => {
      subject.write('a.log', '');
      expect(codeOf(() => subject.files.statusAt(at('a.log/b')))).to.equal('ENOTDIR');
      expect(codeOf(() => subject.files.list(at('a.log')))).to.equal('ENOTDIR');
    });
  });
}
