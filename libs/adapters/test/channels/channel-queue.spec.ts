// A queue brings every alert to its channel, whatever the channel does, and holds up nobody.
import { notification } from '@hitwatch/testing';
import { expect } from 'chai';

import type { AlertChannel } from '../../src/channels/alert-channel.ts';
import { ChannelFailure } from '../../src/channels/channel-failure.ts';
import { ChannelQueue, pauseAfter, WAITING_MAX } from '../../src/channels/channel-queue.ts';
import { Around, ScriptedChannel, turns } from './channel-bench.ts';

describe('ChannelQueue', () => {
  let around: Around;

  beforeEach(() => (around = new Around()));

  function queueOf(channel: AlertChannel): ChannelQueue {
    return new ChannelQueue({ ...around.tools, channel, tryMsMax: 10_000, journal: undefined });
  }

  it('hands over in order, and says nothing of it', async () => {
    const channel = new ScriptedChannel();
    const queue = queueOf(channel);
    for (const id of ['1', '2', '3']) queue.offer(notification({ id }));
    await around.pass(0);
    expect(channel.taken).to.deep.equal(['1', '2', '3']);
    expect([queue.waiting, around.notices.length]).to.deep.equal([0, 0]);
  });

  it('tries again after 1 s, 2 s, 4 s, tells the failure once and the recovery', async () => {
    const channel = new ScriptedChannel([new Error('away'), new Error('away'), new Error('away')]);
    const queue = queueOf(channel);
    queue.offer(notification());
    const tries: number[] = [];
    for (const ms of [0, 749, 1, 1499, 1, 2999, 1]) {
      await around.pass(ms);
      tries.push(channel.tries);
    }
    expect(tries, 'three quarters of it, with half of the jitter').to.deep.equal([
      1, 1, 2, 2, 3, 3, 4,
    ]);
    expect(channel.taken).to.deep.equal(['a1']);
    expect(around.codes).to.deep.equal(['channel_failed', 'channel_recovered']);
    expect(around.notices[0]?.message).to.equal('channel ops: away: trying again');
  });

  it('pauses for half to all of a time that doubles, up to five minutes', () => {
    expect([0, 1, 2, 8, 9, 1000].map((n) => pauseAfter(n, () => 0))).to.deep.equal([
      500, 1000, 2000, 128_000, 150_000, 150_000,
    ]);
    expect(pauseAfter(0, () => 1)).to.equal(1000);
    expect(pauseAfter(1000, () => 1)).to.equal(300_000);
  });

  it('waits as long as the other side asks, an hour at most', async () => {
    const busy = (retryAfterMs: number) => new ChannelFailure('busy', { retryAfterMs });
    const channel = new ScriptedChannel([busy(60_000), busy(1e12)]);
    queueOf(channel).offer(notification());
    await around.pass(59_999);
    expect(channel.tries).to.equal(1);
    await around.pass(1);
    expect(channel.tries).to.equal(2);
    await around.pass(3_599_999);
    expect(channel.tries).to.equal(2);
    await around.pass(1);
    expect(channel.taken).to.deep.equal(['a1']);
  });

  it('ends a try that takes too long, also of a channel that heeds no signal', async () => {
    const deaf: AlertChannel = { name: 'deaf', send: () => new Promise(() => undefined) };
    const queue = queueOf(deaf);
    queue.offer(notification());
    await around.pass(9999);
    expect(around.codes).to.deep.equal([]);
    await around.pass(1);
    expect(around.codes).to.deep.equal(['channel_failed']);
    expect(queue.waiting).to.equal(1);
  });

  it('gives up what is refused for good, says which rule it was of, and goes on', async () => {
    const channel = new ScriptedChannel([new ChannelFailure('bad body', { isFinal: true })]);
    const queue = queueOf(channel);
    queue.offer(notification({ id: '1' }));
    queue.offer(notification({ id: '2' }));
    await around.pass(0);
    expect(channel.taken).to.deep.equal(['2']);
    const [{ code, message } = { code: '', message: '' }] = around.notices;
    expect(code).to.equal('alert_undelivered');
    expect(message).to.equal('channel ops: an alert of errors was given up: bad body');
  });

  it('takes what a channel throws at once for a failure like any other', async () => {
    const broken: AlertChannel = {
      name: 'broken',
      send: () => {
        throw new TypeError('Invalid URL');
      },
    };
    const queue = queueOf(broken);
    queue.offer(notification());
    await around.pass(0);
    expect(around.notices[0]?.message).to.equal('channel broken: Invalid URL: trying again');
    await queue.close(0);
  });

  it('takes the same id once', async () => {
    const channel = new ScriptedChannel([new Error('away')]);
    const queue = queueOf(channel);
    queue.offer(notification());
    queue.offer(notification());
    await around.pass(5000);
    expect(channel.taken).to.deep.equal(['a1']);
  });

  it('keeps so many and no more, gives up the oldest, and says so', async () => {
    const channel = new ScriptedChannel([new Error('away')]);
    const queue = queueOf(channel);
    for (let id = 0; id <= WAITING_MAX; id++) queue.offer(notification({ id: String(id) }));
    expect(queue.waiting).to.equal(WAITING_MAX);
    await around.pass(10_000);
    expect(channel.taken).to.have.length(WAITING_MAX);
    expect(channel.taken[0]).to.equal('1');
    expect(around.codes).to.include('alert_undelivered');
  });

  it('holds up nothing: beside a channel that stalls, another takes its alerts', async () => {
    const slow = new ScriptedChannel(['stall', 'stall', 'stall']);
    const quick = new ScriptedChannel();
    const queues = [queueOf(slow), queueOf(quick)];
    const began = around.clock.nowMs();
    for (let id = 0; id < 100; id++) {
      for (const queue of queues) queue.offer(notification({ id: String(id) }));
    }
    await turns();
    for (let round = 0; round < 30; round++) await turns();
    expect(around.clock.nowMs(), 'no time has passed').to.equal(began);
    expect(quick.taken).to.have.length(100);
    expect(slow.taken).to.have.length(0);
    await around.pass(60_000);
    expect(slow.taken, 'and in the end all').to.have.length(100);
  });

  it('tries once more when it is closed, and says what is left', async () => {
    const channel = new ScriptedChannel([new Error('away'), new Error('away')]);
    const queue = queueOf(channel);
    queue.offer(notification());
    await around.pass(0);
    await queue.close(1000);
    expect(channel.tries).to.equal(2);
    expect(around.notices.at(-1)?.message).to.equal(
      'channel ops: 1 alerts were not delivered and are lost',
    );
  });

  it('is closed in its time although the channel stalls', async () => {
    const queue = queueOf(new ScriptedChannel(['stall', 'stall']));
    queue.offer(notification());
    await around.pass(0);
    let closed = false;
    const closing = queue.close(1000).then(() => (closed = true));
    await around.pass(999);
    expect(closed).to.equal(false);
    await around.pass(1);
    await closing;
    expect(queue.waiting).to.equal(1);
  });
});
