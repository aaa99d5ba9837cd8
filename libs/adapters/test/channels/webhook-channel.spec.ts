// A real receiver on loopback that fails in every way, in turn.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { notification } from '@hitwatch/testing';
import { expect } from 'chai';

import { ChannelFailure } from '../../src/channels/channel-failure.ts';
import { ChannelQueue } from '../../src/channels/channel-queue.ts';
import { QueueJournal } from '../../src/channels/queue-journal.ts';
import { Secret } from '../../src/channels/secret.ts';
import { SlackChannel } from '../../src/channels/slack-channel.ts';
import { WebhookChannel } from '../../src/channels/webhook-channel.ts';
import { Around } from './channel-bench.ts';
import { type Answer, Receiver } from './receiver.ts';

const never = new AbortController().signal;

describe('WebhookChannel', () => {
  let receiver: Receiver;
  let around: Around;
  let folder: string;

  beforeEach(() => {
    around = new Around();
    folder = mkdtempSync(join(tmpdir(), 'hitwatch-webhook-'));
  });
  afterEach(async () => {
    await receiver.close();
    rmSync(folder, { recursive: true });
  });

  function webhook(template?: string, headers: readonly (readonly [string, Secret])[] = []) {
    const url = new Secret(`${receiver.url}/hook`);
    return new WebhookChannel({ name: 'web', url, headers, template, allowLinkLocal: false });
  }

  function open(journal?: QueueJournal): ChannelQueue {
    return new ChannelQueue({ ...around.tools, channel: webhook(), tryMsMax: 10_000, journal });
  }

  /** Lets time pass, also for the real connection, until nothing waits. */
  async function untilTaken(queue: ChannelQueue): Promise<void> {
    for (let left = 2000; queue.waiting > 0 && left > 0; left--) await around.pass(500);
  }

  it('loses nothing and repeats nothing that was taken, whatever the receiver does', async () => {
    const answers: Answer[] = [500, 'cut', 200, 'stall', 503, 429, 200, 'stall', 'cut', 500];
    receiver = await Receiver.open(answers);
    const queue = open();
    const ids = Array.from({ length: 8 }, (_, id) => `alert-${String(id)}`);
    for (const id of ids) queue.offer(notification({ id }));
    await untilTaken(queue);
    await receiver.requests(answers.length + 6);
    const takenIds = receiver.taken.map(({ headers }) => headers['idempotency-key']);
    expect(takenIds).to.deep.equal(ids);
    expect(receiver.received).to.have.length(answers.length + 6);
    await queue.close(1000);
  });

  it('goes on after a restart in the middle of a try, under the same id', async () => {
    receiver = await Receiver.open(['stall']);
    const path = join(folder, 'web.ndjson');
    const first = open(QueueJournal.open(path, around.onNotice));
    first.offer(notification({ id: 'one' }));
    first.offer(notification({ id: 'two' }));
    await receiver.requests(1);
    const closing = first.close(1000);
    await around.pass(1000);
    await closing;
    expect(around.notices.at(-1)?.message).to.match(/2 alerts .* tried again at the next start$/);
    const second = open(QueueJournal.open(path, around.onNotice));
    expect(second.waiting).to.equal(2);
    await receiver.requests(3);
    await untilTaken(second);
    await second.close(0);
    const ids = receiver.received.map(({ headers }) => headers['idempotency-key']);
    expect(ids).to.deep.equal(['one', 'one', 'two']);
    expect(QueueJournal.open(path, around.onNotice).waiting).to.deep.equal([]);
  });

  it('posts the alert as programs read it, with its id', async () => {
    receiver = await Receiver.open();
    await webhook(undefined, [['authorization', new Secret('Bearer t0ken!')]]).send(
      notification(),
      never,
    );
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = receiver.received;
    expect(path).to.equal('/hook');
    expect(headers).to.include({
      'content-type': 'application/json',
      'idempotency-key': 'a1',
      authorization: 'Bearer t0ken!',
    });
    expect(JSON.parse(body)).to.deep.equal({
      id: 'a1',
      type: 'alert',
      rule: 'errors',
      state: 'triggered',
    });
  });

  it('fills in a template so that hostile text stays inside its string', async () => {
    receiver = await Receiver.open();
    const group = '/a","admin":true,"x":"\\\u001b[2J\u202e\n';
    const template = '{"what": "{rule} of {group}", "at": "{at}", "value": {value}}';
    await webhook(template).send(notification({ group }), never);
    const document = JSON.parse(receiver.received[0]?.body ?? '') as object;
    expect(document).to.deep.equal({
      what: `errors of ${group}`,
      at: '2026-01-02T03:04:05.000Z',
      value: 0.25,
    });
  });

  it('fills in plain text without what a terminal obeys', async () => {
    receiver = await Receiver.open();
    const headers = [['content-type', new Secret('text/plain')]] as const;
    await webhook('{message}', headers).send(notification({ message: 'a\u001b[2J\nb' }), never);
    expect(receiver.received[0]?.body).to.equal('a\\x1b[2J\\x0ab');
  });

  it('has a final answer in 4xx and in a redirect, which it does not follow', async () => {
    receiver = await Receiver.open([302, 404, 400, 408, 429, 500]);
    const finals: boolean[] = [];
    for (let left = 6; left > 0; left--) {
      finals.push((await failureOf(webhook().send(notification(), never))).isFinal);
    }
    expect(finals).to.deep.equal([true, true, true, false, false, false]);
    expect(receiver.received.map(({ path }) => path)).to.not.include('/elsewhere');
  });

  it('says where and what, and no path, which may be a token', async () => {
    receiver = await Receiver.open([{ status: 403, text: 'no such hook\nmore' }]);
    const { message } = await failureOf(webhook().send(notification(), never));
    expect(message).to.equal(`${receiver.url} answers 403: no such hook`);
  });

  it('posts to Slack what nobody is mentioned by', async () => {
    receiver = await Receiver.open();
    const url = new Secret(receiver.url);
    const slack = new SlackChannel({ name: 's', url, template: undefined, allowLinkLocal: false });
    await slack.send(notification({ message: '<!channel> & <http://x|y> @here' }), never);
    const { text } = JSON.parse(receiver.received[0]?.body ?? '') as { text: string };
    expect(text).to.equal(':rotating_light: &lt;!channel&gt; &amp; &lt;http://x|y&gt; @\u200bhere');
  });
});

async function failureOf(promise: Promise<void>): Promise<ChannelFailure> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ChannelFailure) return error;
  return expect.fail('it was expected to fail');
}
