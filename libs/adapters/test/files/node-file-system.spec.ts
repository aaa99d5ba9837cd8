import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { FaultyFileSystem, fileSystemContract } from '@hitwatch/testing';
import type { FileSystem } from '@hitwatch/ports';
import { expect } from 'chai';
import { NodeFileSystem } from '../../src/index.ts';
import { Uninterrupted } from '../../src/files/uninterrupted.ts';
import { TemporaryFolder } from './temporary-folder.ts';

describe('FileSystem', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  const systems: Readonly<Record<string, () => FileSystem>> = {
    NodeFileSystem: () => new NodeFileSystem(),
    'FaultyFileSystem without a fault': () => new FaultyFileSystem(new NodeFileSystem()),
    'FaultyFileSystem with short reads': () => {
      const files = new FaultyFileSystem(new NodeFileSystem());
      files.readBytesMax = 1;
      return files;
    },
    'Uninterrupted, interrupted many times': () => {
      const files = new FaultyFileSystem(new NodeFileSystem());
      files.fail({ code: 'EINTR', times: 60 });
      return new Uninterrupted(files);
    },
  };

  for (const [name, open] of Object.entries(systems)) {
    describe(name, () => {
      fileSystemContract(() => ({
        files: open(),
        folder: folder.path,
        write: (file, content) => {
          writeFileSync(folder.join(file), content);
        },
        makeFolder: (file) => {
          mkdirSync(folder.join(file));
        },
        makeLink: (file, target) => {
          symlinkSync(target, folder.join(file));
        },
        rename: (file, to) => {
          renameSync(folder.join(file), folder.join(to));
        },
      }));
    });
  }

  it('does not wait for the writer of a pipe', () => {
    const pipe = folder.join('pipe');
    execFileSync('mkfifo', [pipe]);
    const files = new NodeFileSystem();
    const fd = files.open(pipe);
    expect(files.status(fd).isFile()).to.equal(false);
    files.close(fd);
  });

  it('gives up a call that is interrupted over and over', () => {
    const files = new FaultyFileSystem(new NodeFileSystem());
    files.fail({ code: 'EINTR' });
    expect(() => new Uninterrupted(files).list(folder.path)).to.throw('EINTR');
  });
});
