// The relay and the Alertmanager of Debian's package: the alert fires there, and then is resolved.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { AlertNotification, Notice } from '@hitwatch/ports';
import { notification } from '@hitwatch/testing';
import { expect } from 'chai';

import type { AlertOutlet } from '../../src/channels/alert-outlet.ts';
import { SystemClock } from '../../src/clock/system-clock.ts';
import { TimerSleeper } from '../../src/clock/timer-sleeper.ts';
import { openOutlets } from '../../src/config/open-channels.ts';
import { Receiver } from './receiver.ts';

const PROGRAM = '/usr/bin/prometheus-alertmanager';
const READY_MS_MAX = 15_000;

interface ShownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: string };
  readonly endsAt: string;
}

describe('a real Alertmanager', function () {
  this.timeout(60_000);
  let folder: string;
  let program: ChildProcess | undefined;
  let outlet: AlertOutlet | undefined;
  let receiver: Receiver;
  let url: string;
  const notices: Notice[] = [];

  before(async function () {
    if (!existsSync(PROGRAM)) {
      console.log(`skipped: ${PROGRAM} is not there; apt-get install prometheus-alertmanager`);
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), 'hitwatch-alertmanager-'));
    receiver = await Receiver.open();
    const hook = `webhook_configs: [{ url: '${receiver.url}/am', send_resolved: true }]`;
    const waits = 'group_wait: 0s, group_interval: 1s, repeat_interval: 1h';
    writeFileSync(
      join(folder, 'am.yml'),
      `route: { receiver: hook, ${waits} }\nreceivers: [{ name: hook, ${hook} }]\n`,
    );
    const port = String(await freePort());
    url = `http://127.0.0.1:${port}`;
    program = spawn(
      PROGRAM,
      [
        `--config.file=${join(folder, 'am.yml')}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
      ],
      { stdio: 'ignore' },
    );
    await until('it is ready', async () => (await fetch(`${url}/-/ready`)).ok);
  });

  after(async () => {
    await outlet?.close(0);
    program?.kill('SIGKILL');
    if (program === undefined) return;
    await receiver.close();
    rmSync(folder, { recursive: true });
  });

  it('shows what fires as firing, tells its receiver, and the end of it as well', async () => {
    const clock = new SystemClock();
    const newSleeper = () => new TimerSleeper(clock);
    const onNotice = (notice: Notice) => notices.push(notice);
    const tools = { clock, newSleeper, random: () => 0.5, onNotice };
    const around = { ...tools, env: {}, terminal: process.stdout, stateFolder: undefined };
    [outlet] = openOutlets({ am: { type: 'alertmanager', url } }, around);
    const second = Math.floor(clock.nowMs() / 1000) - 5;
    const labels = [['team', 'web']] as const;
    const fired = notification({ second, startedSecond: second, labels, group: '/a"b\u001b' });
    outlet?.offer(fired);
    const [alert] = await shown((alerts) => alerts.length === 1);
    expect(alert?.status.state).to.equal('active');
    expect(alert?.labels).to.deep.equal({
      alertname: 'errors',
      severity: 'critical',
      team: 'web',
      group: '/a"b\\x1b',
    });
    expect(Date.parse(alert?.endsAt ?? '')).to.be.within(clock.nowMs() + 2e5, clock.nowMs() + 24e4);
    await told('firing');
    outlet?.offer(recoveryOf(fired, second + 4));
    await shown((alerts) => alerts.length === 0);
    await told('resolved');
    expect(outlet?.waiting).to.equal(0);
    expect(notices).to.deep.equal([]);
  });

  function shown(wanted: (alerts: readonly ShownAlert[]) => boolean) {
    return until('the alerts', async () => {
      const answer = await fetch(`${url}/api/v2/alerts`);
      const alerts = (await answer.json()) as readonly ShownAlert[]; // as its API says
      return wanted(alerts) ? alerts : undefined;
    });
  }

  function told(status: string) {
    return until(`its receiver is told: ${status}`, () =>
      receiver.taken.some(({ body }) => body.includes(`"status":"${status}"`)),
    );
  }
});

function recoveryOf(fired: AlertNotification, second: number): AlertNotification {
  return { ...fired, id: 'a2', state: 'recovered', firing: false, second };
}

/** Looks again and again, since nobody tells when another program has got so far. */
async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const clock = new SystemClock();
  const sleeper = new TimerSleeper(clock);
  const untilMs = clock.nowMs() + READY_MS_MAX;
  while (clock.nowMs() < untilMs) {
    const found = await Promise.resolve(look()).catch(() => undefined);
    if (found !== undefined && found !== false) return found;
    await sleeper.sleepUntil(clock.nowMs() + 50);
  }
  throw new Error(`${what}: not within ${String(READY_MS_MAX)} ms`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}
