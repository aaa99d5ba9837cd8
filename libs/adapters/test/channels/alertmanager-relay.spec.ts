// The contract of Alertmanager's clients: what fires is sent again before it expires, its end for
// five minutes, and an Alertmanager that was away learns it all from the next post.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { notification, SOME_TIME_MS } from '@hitwatch/testing';
import { expect } from 'chai';

import type { PostableAlert } from '../../src/channels/alertmanager-alerts.ts';
import { AlertmanagerRelay } from '../../src/channels/alertmanager-relay.ts';
import { QueueJournal } from '../../src/channels/queue-journal.ts';
import { Around } from './channel-bench.ts';

const MINUTE = 60_000;
const SECOND = SOME_TIME_MS / 1000;
const fired = notification({ second: SECOND, startedSecond: SECOND });
const ended = notification({ id: 'a2', firing: false, state: 'recovered', second: SECOND + 30 });

/** Takes posts as Alertmanager does: an alert is firing until it hears otherwise or `endsAt`. */
class FakeAlertmanager {
  readonly posts: (readonly PostableAlert[])[] = [];
  readonly #around: Around;
  readonly #alerts = new Map<string, PostableAlert>();
  isAway = false;

  constructor(around: Around) {
    this.#around = around;
  }

  readonly post = (alerts: readonly PostableAlert[]): Promise<void> => {
    if (this.isAway) return Promise.reject(new Error('connection refused'));
    this.posts.push(alerts);
    for (const alert of alerts) {
      if (Date.parse(alert.startsAt) > Date.parse(alert.endsAt)) {
        return Promise.reject(new Error('start time must be before end time'));
      }
      this.#alerts.set(JSON.stringify(alert.labels), alert);
    }
    return Promise.resolve();
  };

  forget(): void {
    this.#alerts.clear();
  }

  get firing(): readonly string[] {
    const nowMs = this.#around.clock.nowMs();
    return [...this.#alerts]
      .filter(([, { endsAt }]) => Date.parse(endsAt) > nowMs)
      .map(([labels]) => labels);
  }
}

describe('AlertmanagerRelay', () => {
  let around: Around;
  let manager: FakeAlertmanager;
  let folder: string;

  beforeEach(() => {
    around = new Around();
    manager = new FakeAlertmanager(around);
    folder = mkdtempSync(join(tmpdir(), 'hitwatch-relay-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function open(journal?: QueueJournal): AlertmanagerRelay {
    const { post } = manager;
    return new AlertmanagerRelay({ ...around.tools, name: 'am', post, tryMsMax: 10_000, journal });
  }
  const journalOf = () => QueueJournal.open(join(folder, 'am.ndjson'), around.onNotice);
  const last = () => manager.posts.at(-1) ?? [];

  it('sends what fires at once, with the time until which it holds', async () => {
    open().offer({ ...fired, group: '/api', labels: [['team', 'web']] });
    await around.pass(0);
    expect(last()).to.deep.equal([
      {
        labels: { team: 'web', alertname: 'errors', severity: 'critical', group: '/api' },
        annotations: {
          summary: 'errors generated a critical alert',
          value: '0.25',
          threshold: '0.1',
        },
        startsAt: '2026-01-02T03:04:05.000Z',
        endsAt: '2026-01-02T03:08:05.000Z',
      },
    ]);
  });

  it('keeps it firing for hours, also if it forgets or misses three posts in a row', async () => {
    const relay = open();
    relay.offer(fired);
    await around.pass(0);
    for (let minute = 0; minute < 120; minute++) {
      manager.isAway = minute % 10 < 3;
      if (minute % 17 === 0) manager.forget();
      await around.pass(MINUTE);
      if (!manager.isAway && minute % 17 !== 0) expect(manager.firing).to.have.length(1);
    }
    expect(relay.waiting).to.equal(0);
  });

  it('sends the end for five minutes, and then no more', async () => {
    const relay = open();
    relay.offer(fired);
    await around.pass(30_000);
    relay.offer(ended);
    await around.pass(0);
    expect(manager.firing).to.deep.equal([]);
    expect(last()[0]).to.include({
      startsAt: '2026-01-02T03:04:05.000Z',
      endsAt: '2026-01-02T03:04:35.000Z',
    });
    const before = manager.posts.length;
    await around.pass(5 * MINUTE);
    expect(manager.posts.length - before).to.be.within(4, 5);
    const after = manager.posts.length;
    await around.pass(60 * MINUTE);
    expect(manager.posts).to.have.length(after);
  });

  it('tells an end of which it was never told, for longer while nobody listens', async () => {
    const relay = open();
    relay.offer(fired);
    await around.pass(1000);
    manager.isAway = true;
    relay.offer(ended);
    await around.pass(60 * MINUTE);
    expect(relay.waiting).to.equal(1);
    manager.isAway = false;
    await around.pass(MINUTE);
    expect(last()[0]?.endsAt).to.equal('2026-01-02T03:04:06.000Z');
    expect(around.codes).to.deep.equal(['channel_failed', 'channel_recovered']);
  });

  it('ends an alert whose severity changes, and begins it with the new one', async () => {
    const relay = open();
    relay.offer(fired);
    await around.pass(10_000);
    relay.offer({ ...fired, id: 'w', severity: 'warning', second: SECOND + 10 });
    await around.pass(0);
    expect(manager.firing).to.deep.equal(['{"alertname":"errors","severity":"warning"}']);
    relay.offer({ ...ended, severity: 'warning', second: SECOND + 10 });
    await around.pass(0);
    expect(manager.firing).to.deep.equal([]);
  });

  it('holds a log that is ahead of the wall clock to that clock', async () => {
    const relay = open();
    const ahead = SECOND + 600;
    relay.offer({ ...fired, second: ahead, startedSecond: ahead });
    await around.pass(0);
    expect(manager.firing).to.have.length(1);
    relay.offer({ ...ended, second: ahead + 5, startedSecond: ahead });
    await around.pass(0);
    expect(manager.firing).to.deep.equal([]);
    expect(around.codes).to.deep.equal([]);
  });

  it('goes on with what fires after a restart', async () => {
    const relay = open(journalOf());
    relay.offer(fired);
    await around.pass(0);
    await closed(relay);
    manager.forget();
    open(journalOf());
    await around.pass(0);
    expect(manager.firing).to.have.length(1);
  });

  it('tells an end after a restart that it could not tell before', async () => {
    const relay = open(journalOf());
    relay.offer(fired);
    await around.pass(1000);
    manager.isAway = true;
    relay.offer({ ...ended, second: SECOND + 1 });
    await closed(relay);
    expect(around.notices.at(-1)?.message).to.match(/1 alerts .* at the next start$/);
    manager.isAway = false;
    open(journalOf());
    await around.pass(0);
    expect(manager.firing).to.deep.equal([]);
    expect(last()[0]?.endsAt).to.equal('2026-01-02T03:04:06.000Z');
  });

  it('leaves nothing on disk of what has ended and was told', async () => {
    const relay = open(journalOf());
    for (let round = 0; round < 5; round++) {
      relay.offer({ ...fired, id: `f${String(round)}` });
      relay.offer({ ...fired, id: `n${String(round)}`, state: 'renotified' });
      relay.offer({ ...ended, id: `e${String(round)}` });
    }
    await around.pass(10 * MINUTE);
    expect(journalOf().waiting).to.deep.equal([]);
  });

  it('ends what it holds and what is not firing any more', async () => {
    const relay = open();
    relay.offer(fired);
    relay.offer({ ...fired, id: 'b', rule: 'gone', group: '/a' });
    await around.pass(1000);
    relay.keepOnly((rule) => rule === 'errors');
    await around.pass(0);
    expect(manager.firing).to.deep.equal(['{"alertname":"errors","severity":"critical"}']);
  });

  it('makes of hostile names and values what Alertmanager takes', async () => {
    const labels = [
      ['te am"}', 'x\u001b[2J\n'],
      ['9lives', 'a'.repeat(5000)],
      ['', 'none'],
      ['__proto__', 'p'],
      ['alertname', 'not this'],
    ] as const;
    open().offer({ ...fired, group: '/\u202e<b>', labels });
    await around.pass(0);
    const names = Object.entries(last()[0]?.labels ?? {});
    for (const [name, value] of names) {
      expect(name).to.match(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
      expect(value).to.have.length.at.most(1010);
      // eslint-disable-next-line no-control-regex -- that is what must not be there
      expect(value).to.not.match(/[\u0000-\u001f\u202e]/);
    }
    expect(Object.fromEntries(names)).to.include({
      alertname: 'errors',
      te_am__: 'x\\x1b[2J\\x0a',
    });
  });

  it('holds so many and no more', async () => {
    const relay = open();
    for (let n = 0; n < 1100; n++) {
      relay.offer({ ...fired, id: String(n), group: String(n) });
    }
    await around.pass(0);
    expect(last()).to.have.length(1000);
    expect(around.codes).to.include('alert_undelivered');
  });

  it('is closed in its time although nobody answers', async () => {
    const post = () => new Promise<void>(() => undefined);
    const relay = new AlertmanagerRelay({
      ...around.tools,
      name: 'am',
      post,
      tryMsMax: 10_000,
      journal: undefined,
    });
    relay.offer(fired);
    await around.pass(0);
    await closed(relay);
    expect(relay.waiting).to.equal(1);
  });

  async function closed(relay: AlertmanagerRelay): Promise<void> {
    const closing = relay.close(1000);
    await around.pass(1000);
    await closing;
  }
});
