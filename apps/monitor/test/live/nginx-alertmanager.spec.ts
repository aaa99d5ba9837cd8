// All of it at once: nginx serves a load, hitwatch follows its log, Alertmanager shows the alert.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { SystemClock, TimerSleeper } from '@hitwatch/adapters';
import { expect } from 'chai';

import { ofType, parseWatch } from '../documents.ts';
import { Scratch } from '../scratch.ts';

const NGINX = '/usr/sbin/nginx';
const ALERTMANAGER = '/usr/bin/prometheus-alertmanager';
const DEADLINE_MS = 20_000;
/** Enough for an average of 20 a second over two seconds, with some to spare. */
const REQUESTS = 300;

interface ShownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: string };
}

describe('nginx, hitwatch and Alertmanager', function () {
  this.timeout(90_000);
  let scratch: Scratch;
  let servers: ChildProcess[] = [];

  before(function () {
    const missing = [NGINX, ALERTMANAGER].filter((path) => !existsSync(path));
    if (missing.length === 0) return;
    console.log(`skipped: ${missing.join(' and ')} not there; apt-get install nginx ...`);
    this.skip();
  });

  beforeEach(() => (scratch = new Scratch()));

  afterEach(async () => {
    for (const server of servers) server.kill('SIGKILL');
    servers = [];
    await scratch.remove();
  });

  it('show traffic that nginx serves as an alert that fires, and is resolved when it is over', async () => {
    const [site, alerts] = [await freePort(), await freePort()];
    startNginx(site);
    startAlertmanager(alerts);
    await until('nginx answers', async () => (await request(site, '/up')) === 200);
    await until('Alertmanager is ready', async () => {
      return (await fetch(`http://127.0.0.1:${alerts}/-/ready`)).ok;
    });
    const url = `http://127.0.0.1:${alerts}`;
    scratch.file('hitwatch.yaml', `channels: { am: { type: alertmanager, url: '${url}' } }\n`);
    const options = ['--threshold', '20', '--duration', '2s', '--every', '1h', '--from', 'start'];
    const output = ['--output', 'ndjson', '--alert-log', 'none', '--config', 'hitwatch.yaml'];
    const hitwatch = scratch.hitwatch(['nginx/access.log', ...options, ...output]);

    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const paths = Array.from({ length: REQUESTS }, (_, at) => `/shop/${at}`);
    const answers = await Promise.all(paths.map((path) => request(site, path, agent)));
    agent.destroy();
    expect(new Set(answers)).to.deep.equal(new Set([200]));

    const [alert] = await shown(url, (found) => found.length === 1);
    expect(alert?.status.state).to.equal('active');
    expect(alert?.labels).to.include({ alertname: 'high-traffic', severity: 'critical' });
    await shown(url, (found) => found.length === 0);

    hitwatch.kill('SIGTERM');
    const { code, stdout } = await hitwatch.finish();
    expect(code).to.equal(0);
    const objects = parseWatch(stdout);
    const states = ofType(objects, 'alert').map(({ state }) => state);
    expect(states).to.deep.equal(['triggered', 'recovered']);
    // Those of the load, and those that have tried whether nginx answers.
    const [stop] = ofType(objects, 'stop');
    expect(stop?.hits)
      .to.equal(stop?.lines.counted)
      .and.to.be.at.least(REQUESTS + 1);
    expect(stop?.lines.read).to.equal(stop?.lines.counted);
    expect(ofType(objects, 'notice').map(({ code: kind }) => kind)).not.to.include(
      'channel_failed',
    );
  });

  function startNginx(port: number): void {
    const folder = join(scratch.folder, 'nginx');
    mkdirSync(folder);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const paths = temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
    const log = `access_log ${folder}/access.log combined`;
    // Its workers are of another user, who may not look into this folder.
    const server = `server { listen 127.0.0.1:${port}; ${log}; location / { return 200 ok; } }`;
    const config = scratch.file(
      'nginx.conf',
      [
        `pid ${folder}/pid; error_log ${folder}/error.log; daemon off; worker_processes 1;`,
        'events { worker_connections 64; }',
        `http { ${paths} keepalive_requests 10000; ${server} }\n`,
      ].join('\n'),
    );
    const args = ['-p', folder, '-c', config, '-e', `${folder}/error.log`];
    servers.push(spawn(NGINX, args, { stdio: 'ignore' }));
  }

  function startAlertmanager(port: number): void {
    const config = scratch.file(
      'am.yml',
      'route: { receiver: none, group_wait: 0s, group_interval: 1s }\nreceivers: [{ name: none }]\n',
    );
    const args = [
      `--config.file=${config}`,
      `--storage.path=${join(scratch.folder, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ];
    servers.push(spawn(ALERTMANAGER, args, { stdio: 'ignore' }));
  }
});

/** Resolves with the status, when all of the answer has come. */
function request(port: number, path: string, agent?: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = get({ host: '127.0.0.1', port, path, agent }, (answer) => {
      answer.resume().once('end', () => {
        resolve(answer.statusCode);
      });
    });
    sent.once('error', reject);
  });
}

function shown(url: string, wanted: (alerts: readonly ShownAlert[]) => boolean) {
  return until('the alerts', async () => {
    const answer = await fetch(`${url}/api/v2/alerts`);
    const alerts = (await answer.json()) as readonly ShownAlert[]; // as its API says
    return wanted(alerts) ? alerts : undefined;
  });
}

/** Looks again and again, since nobody tells when another program has got so far. */
async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  const clock = new SystemClock();
  const sleeper = new TimerSleeper(clock);
  const untilMs = clock.nowMs() + DEADLINE_MS;
  while (clock.nowMs() < untilMs) {
    const found = await look().catch(() => undefined);
    if (found !== undefined && found !== false) return found;
    await sleeper.sleepUntil(clock.nowMs() + 50);
  }
  throw new Error(`${what}: not within ${String(DEADLINE_MS)} ms`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}
