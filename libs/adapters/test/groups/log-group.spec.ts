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

  async function listed(...names: readonly string[]): Promise<readonly string[] | undefined> {
    const group = await logGroup(folder.join(...names));
    return group?.list().map((path) => path.slice(folder.path.length + 1));
  }

  it('a name of one file is none, whether it is there or not', async () => {
    write('access.log', 'odd[1]*.log', 'a(1).log');
    for (const name of ['access.log', 'odd[1]*.log', 'a(1).log', 'b(1).log', '!', 'later.log']) {
      expect(await logGroup(folder.join(name)), name).to.equal(undefined);
    }
    expect(await logGroup('-')).to.equal(undefined);
  });

  it('a directory stands for the logs in it, each set in the order of time', async () => {
    write('logs/b.log', 'logs/a.log', 'logs/a.log.1', 'logs/a.log.10.gz', 'logs/a.log.2.gz');
    expect(await listed('logs')).to.deep.equal([
      'logs/a.log.10.gz',
      'logs/a.log.2.gz',
      'logs/a.log.1',
      'logs/a.log',
      'logs/b.log',
    ]);
  });

  it('a directory stands neither for what is hidden, nor below it, nor for no log', async () => {
    write('logs/.hidden', 'logs/a.log', 'logs/a.log~', 'logs/.a.log.swp', 'logs/nginx.pid');
    write('logs/below/b.log', 'logs/backup.tar', 'logs/system.journal');
    expect(await listed('logs')).to.deep.equal(['logs/a.log']);
  });

  it('is empty, and no failure, while there is nothing', async () => {
    mkdirSync(folder.join('logs'));
    expect(await listed('logs')).to.deep.equal([]);
    expect(await listed('*.log')).to.deep.equal([]);
    expect(await listed('later', '*.log')).to.deep.equal([]);
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
    it(`${pattern} stands for ${files.join(' ') || 'nothing'}`, async () => {
      write('a.log', 'a.log.1', 'b.log', '.hidden.log', 'x/c.log', 'y/d.log', 'y/z/e.log', 'c.md');
      write('.git/f.log');
      expect(await listed(pattern)).to.deep.equal(files);
    });
  }

  it('a pattern stands for a file of that very name too, when it comes', async () => {
    const group = await logGroup(folder.join('a[1].log'));
    write('a[1].log', 'a1.log', 'a2.log');
    expect(group?.list()).to.deep.equal([folder.join('a1.log'), folder.join('a[1].log')]);
  });

  it('has each file once, by its own name, whatever links lead to it', async () => {
    write('access-20261101.log');
    symlinkSync('access-20261101.log', folder.join('access.log'));
    symlinkSync('nowhere', folder.join('broken.log'));
    linkSync(folder.join('access-20261101.log'), folder.join('z.log'));
    expect(await listed('*.log')).to.deep.equal(['access-20261101.log']);
  });

  it('does not go round in circles', async () => {
    write('x/a.log');
    symlinkSync('..', folder.join('x', 'up'));
    expect(await listed('**/*.log')).to.deep.equal(['x/a.log']);
  });

  it('has no sockets, pipes or directories', async () => {
    mkdirSync(folder.join('folder.log'));
    const server = createServer().listen(folder.join('socket.log'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await listed('*.log')).to.deep.equal([]);
    await new Promise((resolve) => server.close(resolve));
  });
});
