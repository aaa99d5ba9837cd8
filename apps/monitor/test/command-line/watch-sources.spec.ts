// What watch follows besides a file: directories, patterns, and syslog.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, renameSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';

import { expect } from 'chai';

import { hits } from '../access-line.ts';
import { ofType, type WatchObject } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectFailure } from './one-line.ts';
import { wholeRun } from './whole-run.ts';

const NDJSON = ['--output', 'ndjson', '--every', '100ms', '--alert-log', 'none'];

describe('watch of many sources', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  function codes(objects: readonly WatchObject[]): readonly string[] {
    return ofType([...objects], 'notice').map(({ code }) => code);
  }

  it('waits for what a pattern does not match yet, and reads it from its start', async () => {
    const program = scratch.hitwatch(['*.log', '--from', 'end', ...NDJSON]);
    const missing = await program.emits('a notice', ({ type }) => type === 'notice');
    expect(missing).to.deep.equal({
      type: 'notice',
      code: 'file_missing',
      message: '*.log: no file matches yet: waiting for one',
    });
    scratch.file('one.log', hits(3, 0));
    await program.counts(3);
    scratch.file('two.log', hits(4, 0));
    await program.counts(7);
    const objects = await wholeRun(program);
    expect(codes(objects)).to.deep.equal(['file_missing', 'file_appeared', 'file_appeared']);
    expect(ofType(objects, 'start')[0]?.files).to.deep.equal(['*.log']);
  });

  it('follows a directory through a rotation, and counts nothing twice', async () => {
    scratch.directory('logs');
    const path = scratch.file('logs/access.log', hits(2, 0));
    scratch.file('logs/access.log.1', hits(50, 0));
    scratch.file('logs/access.log.2.gz', gzipSync(hits(50, 0)));
    const program = scratch.hitwatch(['logs', '--from', 'start', ...NDJSON]);
    await program.counts(2);
    renameSync(path, scratch.path('logs/access.log.1'));
    scratch.file('logs/access.log', hits(3, 1));
    await program.counts(5);
    scratch.file('logs/other.log', hits(4, 1));
    await program.counts(9);
    appendFileSync(path, hits(1, 2));
    await program.counts(10);
    const objects = await wholeRun(program);
    expect(ofType(objects, 'stop')[0]?.hits).to.equal(10);
    expect(codes(objects).filter((code) => code === 'files_passed_over')).to.have.length(1);
  });

  it('does not follow a packed file, and says what does count it', async () => {
    scratch.file('old.log', gzipSync(hits(3, 0)));
    const remedy = 'count it with hitwatch report';
    const alone = await scratch.run(['old.log', ...NDJSON]);
    expectFailure(alone, 2, `old.log: is packed with gzip, so nobody writes to it: ${remedy}`);
    scratch.file('access.log', hits(2, 0));
    const program = scratch.hitwatch(['access.log', 'old.log', '--from', 'start', ...NDJSON]);
    await program.counts(2);
    const objects = await wholeRun(program);
    expect(codes(objects)).to.deep.equal(['files_passed_over']);
    expect(ofType(objects, 'stop')[0]?.hits).to.equal(2);
  });

  it('waits for the first log of a directory, and says so', async () => {
    scratch.directory('logs');
    const program = scratch.hitwatch(['logs', ...NDJSON]);
    await program.shows(/"file_missing","message":"logs: holds no log yet: waiting for one"/);
    await wholeRun(program);
  });

  describe('--listen', () => {
    async function listening(...args: readonly string[]) {
      const program = scratch.hitwatch([...args, ...NDJSON]);
      const start = await program.shows(/syslog[+a-z]*:\/\/127\.0\.0\.1:\d+/);
      return { program, port: Number(/\d+$/.exec(start)?.[0]) };
    }

    it('counts what comes by UDP and TCP', async () => {
      const { program, port } = await listening('--listen', '0');
      const [line = ''] = hits(1, 0).split('\n');
      const udp = createSocket('udp4');
      udp.send(`<190>Oct 11 22:14:15 web1 nginx: ${line}`, port, '127.0.0.1');
      await program.counts(1);
      udp.close();
      const tcp = connect(port, '127.0.0.1');
      tcp.end(`<13>1 - web1 nginx - - - ${line}\n${line}\n`);
      await program.counts(3);
      const objects = await wholeRun(program);
      expect(ofType(objects, 'stop')[0]).to.include({ hits: 3 });
      expect(codes(objects)).to.be.empty;
    });

    it('listens beside a file', async () => {
      scratch.file('access.log', hits(2, 0));
      const args = ['access.log', '--from', 'start', '--listen', 'syslog+tcp:0'];
      const { program, port } = await listening(...args);
      await program.counts(2);
      connect(port, '127.0.0.1').end(hits(3, 0));
      await program.counts(5);
      await wholeRun(program);
    });

    it('a port that is in use is told in one line', async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const finished = await scratch.run(['--listen', `syslog+tcp:${String(port)}`, ...NDJSON]);
      server.close();
      const name = `syslog+tcp://127.0.0.1:${String(port)}`;
      expectFailure(finished, 1, `${name}: the port is in use: choose another port`);
    });

    it('an address that is none is wrong usage', async () => {
      const finished = await scratch.run(['--listen', 'here', ...NDJSON]);
      expectFailure(finished, 2, /^hitwatch: --listen "here" is no address: give a port, such as/);
    });

    it('hears a real nginx', async function () {
      if (spawnSync('nginx', ['-v']).error !== undefined) {
        console.log('skipped: nginx is not installed');
        return this.skip();
      }
      const { program, port } = await listening('--listen', '0');
      const nginx = await startNginx(scratch, port);
      try {
        for (let page = 0; page < 20; page++) await request(nginx.port, `/pages/${page}`);
        await program.counts(20);
      } finally {
        nginx.stop();
      }
      const objects = await wholeRun(program);
      expect(sections(objects)).to.deep.equal(new Set(['/pages']));
      expect(ofType(objects, 'stop')[0]?.lines).to.deep.include({ read: 20, counted: 20 });
    });
  });
});

function sections(objects: readonly WatchObject[]): ReadonlySet<string> {
  const intervals = ofType([...objects], 'interval');
  return new Set(intervals.flatMap(({ tables }) => tables.sections.rows.map(({ key }) => key)));
}

/** An nginx in the foreground that logs to a syslog port. */
async function startNginx(scratch: Scratch, syslogPort: number) {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const address = free.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => free.close(resolve));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${scratch.path(name)};`)
    .join('\n');
  const config = scratch.file(
    'nginx.conf',
    `daemon off; worker_processes 1; pid ${scratch.path('nginx.pid')};
     error_log stderr notice;
     events { worker_connections 64; }
     http { ${temporary}
       access_log syslog:server=127.0.0.1:${syslogPort},tag=nginx combined;
       server { listen 127.0.0.1:${port}; location / { return 200 "hello\\n"; } } }`,
  );
  const child = spawn('nginx', ['-c', config, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  const ready = (async () => {
    for await (const text of child.stderr) if (String(text).includes('start worker')) return;
  })();
  await Promise.race([ready, exited]);
  return { port, stop: () => child.kill('SIGTERM') };
}

async function request(port: number, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume().on('end', resolve);
    }).on('error', reject);
  });
}
