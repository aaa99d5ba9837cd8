import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

import { expect } from 'chai';

import { logGroup } from '../../src/index.ts';
import { TemporaryFolder } from '../files/temporary-folder.ts';

describe('logGroup', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  function write(...names: readonly string[]): void {
    for (const name of names) {
      mkdirSync(dirname(folder.join(name)), { recursive: true });
      writeFileSync(folder.join(name), name);
    }
  }

  function listed(...names: readonly string[]): readonly string[] | undefined {
    const group = logGroup(folder.join(...names));
    return group?.list().map((path) => path.slice(folder.path.length + 1));
  }

  it('a name of one file is none, whether it is there or not', () => {
    write('access.log', 'odd[1]*.log', 'a(1).log');
    for (const name of ['access.log', 'odd[1]*.log', 'a(1).log', 'b(1).log', '!', 'later.log']) {
      expect(logGroup(folder.join(name)), name).to.equal(undefined);
    }
    expect(logGroup('-')).to.equal(undefined);
  });

  it('a directory stands for the logs in it, each set in the order of time', () => {
    write('logs/b.log', 'logs/a.log', 'logs/a.log.1', 'logs/a.log.10.gz', 'logs/a.log.2.gz');
    expect(listed('logs')).to.deep.equal([
      'logs/a.log.10.gz',
      'logs/a.log.2.gz',
      'logs/a.log.1',
      'logs/a.log',
      'logs/b.log',
    ]);
  });

  it('a directory stands neither for what is hidden, nor below it, nor for no log', () => {
    write('logs/.hidden', 'logs/a.log', 'logs/a.log~', 'logs/.a.log.swp', 'logs/nginx.pid');
    write('logs/below/b.log', 'logs/backup.tar', 'logs/system.journal');
    expect(listed('logs')).to.deep.equal(['logs/a.log']);
  });

  it('is empty, and no failure, while there is nothing', () => {
    mkdirSync(folder.join('logs'));
    expect(listed('logs')).to.deep.equal([]);
    expect(listed('*.log')).to.deep.equal([]);
    expect(listed('later', '*.log')).to.deep.equal([]);
  });

  const patterns: readonly (readonly [pattern: string, files: readonly string[]])[] = [
    ['*.log', ['a.log', 'b.log']],
    ['*.log*', ['a.log.1', 'a.log', 'b.log']],
    ['?.log', ['a.log', 'b.log']],
    ['[ac].log', ['a.log']],
    ['{b,a}.log', ['a.log', 'b.log']],
    ['*/*.log', ['x/c.log', 'y/d.log']],
    ['{x,y/z}/*.log', ['x/c.log', 'y/z/e.log']],
    ['**/*.log', ['a.log', 'b.log', 'x/c.log', 'y/d.log', 'y/z/e.log']],
    ['y/**/*.log', ['y/d.log', 'y/z/e.log']],
    ['.*.log', ['.hidden.log']],
    ['*.txt', []],
  ];
  for (const [pattern, files] of patterns) {
    it(`${pattern} stands for ${files.join(' ') || 'nothing'}`, () => {
      write('a.log', 'a.log.1', 'b.log', '.hidden.log', 'x/c.log', 'y/d.log', 'y/z/e.log', 'c.md');
      write('.git/f.log');
      expect(listed(pattern)).to.deep.equal(files);
    });
  }

  it('a pattern stands for a file of that very name too, when it comes', () => {
    const group = logGroup(folder.join('a[1].log'));
    write('a[1].log', 'a1.log', 'a2.log');
    expect(group?.list()).to.deep.equal([folder.join('a1.log'), folder.join('a[1].log')]);
  });

  it('has each file once, by its own name, whatever links lead to it', () => {
    write('access-20261101.log');
    symlinkSync('access-20261101.log', folder.join('access.log'));
    symlinkSync('nowhere', folder.join('broken.log'));
    linkSync(folder.join('access-20261101.log'), folder.join('z.log'));
    expect(listed('*.log')).to.deep.equal(['access-20261101.log']);
  });

  it('does not go round in circles', () => {
    write('x/a.log');
    symlinkSync('..', folder.join('x', 'up'));
    expect(listed('**/*.log')).to.deep.equal(['x/a.log']);
  });

  it('has no sockets, pipes or directories', async () => {
    mkdirSync(folder.join('folder.log'));
    const server = createServer().listen(folder.join('socket.log'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(listed('*.log')).to.deep.equal([]);
    await new Promise((resolve) => server.close(resolve));
  });
});
