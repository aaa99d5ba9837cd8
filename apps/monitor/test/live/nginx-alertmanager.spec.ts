// As in production: a real nginx serves, hitwatch follows its log, a real Alertmanager is told.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';

import { SystemClock, TimerSleeper } from '@hitwatch/adapters';
import { expect } from 'chai';

import { expectSuccess } from '../command-line/one-line.ts';
import { hitsByKey, ofType, parseWatch } from '../documents.ts';
import { freePort } from '../free-port.ts';
import { Scratch } from '../scratch.ts';
import { expectWatchContract } from '../watch-contract.ts';

const NGINX = '/usr/sbin/nginx';
const ALERTMANAGER = '/usr/bin/prometheus-alertmanager';
const DEADLINE_MS = 15_000;
const WAVE = 10;
const LOG = 'nginx/access.log';
const RULE = 'threshold: 20\nduration: 2s\n';
const OPTIONS = [
  ...['--config', 'hitwatch.yaml', '--from', 'start', '--every', '1h'],
  ...['--output', 'ndjson', '--alert-log', 'none'],
];

interface ShownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: string };
  readonly endsAt: string;
}

describe('a monitor between a real nginx and a real Alertmanager', function () {
  this.timeout(60_000);
  const clock = new SystemClock();
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const servers: { readonly end: () => Promise<unknown> }[] = [];
  let scratch: Scratch | undefined;
  let answered = 0;

  before(function () {
    for (const program of [NGINX, ALERTMANAGER]) {
      if (existsSync(program)) continue;
      const name = program.slice(program.lastIndexOf('/') + 1);
      console.log(`skipped: ${program} is not there; apt-get install ${name}`);
      this.skip();
    }
  });

  after(async () => {
    agent.destroy();
    await Promise.all(servers.map(({ end }) => end()));
    await scratch?.remove();
  });

  it('has the alert fire there under load and be resolved after it, and counts all', async () => {
    scratch = new Scratch();
    const port = await startNginx(scratch);
    const url = await startAlertmanager(scratch);
    await until('nginx answers', () => request(port, '/ready'));
    await until('Alertmanager is ready', async () => (await fetch(`${url}/-/ready`)).ok);
    const channel = `{ type: alertmanager, url: '${url}' }`;
    scratch.file('hitwatch.yaml', `${RULE}channels:\n  am: ${channel}\n`);
    const hitwatch = scratch.hitwatch([LOG, ...OPTIONS]);
    // From here on it follows what is appended.
    await hitwatch.counts(answered);

    const before = answered;
    const firing = await until('an alert while the load lasts', async () => {
      const wave = Array.from({ length: WAVE }, (_, index) => request(port, `/shop/${index}`));
      await Promise.all(wave);
      const alerts = await shown(url);
      return alerts.length > 0 ? alerts : undefined;
    });
    const load = answered - before;
    const labels = { alertname: 'high-traffic', severity: 'critical' };
    expect(firing.map((alert) => alert.labels)).to.deep.equal([labels]);
    expect(firing[0]?.status.state).to.equal('active');
    // So it cannot have gone by itself when it is not shown any more.
    expect(Date.parse(firing[0]?.endsAt ?? '')).to.be.above(clock.nowMs() + 4 * DEADLINE_MS);
    await until('it is resolved', async () => (await shown(url)).length === 0);

    hitwatch.kill('SIGTERM');
    const finished = await hitwatch.finish();
    expectSuccess(finished);
    const objects = parseWatch(finished.stdout);
    expectWatchContract(objects);
    const told = ofType(objects, 'alert').map(({ rule, state }) => `${rule} ${state}`);
    expect(told).to.deep.equal(['high-traffic triggered', 'high-traffic recovered']);
    expect(ofType(objects, 'notice')).to.deep.equal([]);
    expect(readFileSync(scratch.path(LOG), 'utf8').split('\n')).to.have.length(answered + 1);
    const [stop] = ofType(objects, 'stop');
    const { read, counted, filtered, unparsed } = stop?.lines ?? {};
    const lines = { read: answered, counted: answered, filtered: 0, unparsed: 0 };
    expect({ read, counted, filtered, unparsed }).to.deep.equal(lines);
    expect(stop?.hits).to.equal(answered);
    const sections = ofType(objects, 'interval').map(({ tables }) => hitsByKey(tables.sections));
    expect(sections).to.deep.equal([{ '/ready': before }, { '/shop': load }]);
  });

  async function startNginx(around: Scratch): Promise<number> {
    const port = await freePort();
    const folder = around.directory('nginx');
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${folder}/${name};`)
      .join(' ');
    const config = around.file(
      'nginx.conf',
      `daemon off; worker_processes 2; pid ${folder}/pid;
       events { worker_connections 64; }
       http { ${temporary}
         access_log ${around.path(LOG)} combined;
         server { listen 127.0.0.1:${port}; location / { return 200 "here\\n"; } }
       }\n`,
    );
    // Killed at once, it would leave its workers behind.
    start(NGINX, ['-p', folder, '-c', config, '-e', `${folder}/error.log`], 'SIGTERM');
    return port;
  }

  async function startAlertmanager(around: Scratch): Promise<string> {
    const address = `127.0.0.1:${await freePort()}`;
    const config = around.file(
      'am.yml',
      'route: { receiver: none, group_wait: 0s }\nreceivers: [{ name: none }]\n',
    );
    const storage = `--storage.path=${around.path('alertmanager')}`;
    const network = [`--web.listen-address=${address}`, '--cluster.listen-address='];
    start(ALERTMANAGER, [`--config.file=${config}`, storage, ...network], 'SIGKILL');
    return `http://${address}`;
  }

  function start(program: string, args: readonly string[], lastSignal: NodeJS.Signals): void {
    const child: ChildProcess = spawn(program, args, { stdio: 'ignore' });
    const exited = once(child, 'exit');
    servers.push({ end: () => (child.kill(lastSignal), exited) });
  }

  function request(port: number, path: string): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const sent = get({ host: '127.0.0.1', port, path, agent }, (answer) => {
        answer.resume().on('end', () => {
          answered++;
          resolve(answer.statusCode === 200);
        });
      });
      sent.on('error', reject);
    });
  }

  async function shown(url: string): Promise<readonly ShownAlert[]> {
    const answer = await fetch(`${url}/api/v2/alerts`);
    return (await answer.json()) as readonly ShownAlert[]; // as its API says
  }

  /** Looks again and again, since nobody tells when another program has got so far. */
  async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
    const sleeper = new TimerSleeper(clock);
    const untilMs = clock.nowMs() + DEADLINE_MS;
    let why = '';
    while (clock.nowMs() < untilMs) {
      const found = await look().catch((error: unknown) => void (why = `: ${String(error)}`));
      if (found !== undefined && found !== false) return found;
      await sleeper.sleepUntil(clock.nowMs() + 50);
    }
    throw new Error(`${what}: not within ${DEADLINE_MS} ms${why}`);
  }
});
