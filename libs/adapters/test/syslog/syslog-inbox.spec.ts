import { logSourceContract, ManualClock, ManualSleeper, Pulled } from '@hitwatch/testing';
import { expect } from 'chai';

import { FileTailer, MESSAGE_BYTES_MAX, SyslogFrames, SyslogInbox } from '../../src/index.ts';

const PATH = 'syslog://127.0.0.1:5514';

describe('SyslogInbox', () => {
  let clock: ManualClock;
  let inbox: SyslogInbox;
  let source: FileTailer;
  let pulled: Pulled;
  let streams = 0;

  beforeEach(() => {
    clock = new ManualClock();
    const sleeper = new ManualSleeper(clock);
    inbox = new SyslogInbox(PATH);
    const onReady = () => {
      sleeper.wake();
    };
    inbox.readBy({ clock, nextStreamId: () => streams++, onReady });
    source = new FileTailer([inbox], clock, sleeper);
    pulled = new Pulled();
  });

  logSourceContract({ follows: true, ends: false, wholeLines: true }, () => {
    const frames = new SyslogFrames((message) => {
      inbox.add(message);
    });
    return Promise.resolve({
      source,
      clock,
      write: (text) => {
        frames.push(Buffer.from(text));
      },
      finish: () => {
        frames.end();
      },
      released: () => undefined,
    });
  });

  function add(...messages: readonly (string | Uint8Array)[]): void {
    for (const message of messages) inbox.add(Buffer.from(message));
  }

  async function settle(ms = 100): Promise<void> {
    await pulled.pull(source, clock.nowMs() + ms);
  }

  it('gives lines without their headers, of all senders in one stream', async () => {
    add('<190>Oct 11 22:14:15 web1 nginx: one', '<13>1 - web2 - - - - two', 'three\r\n', 'four\0');
    await settle();
    expect(pulled.text).to.equal('one\ntwo\nthree\nfour\n');
    expect(pulled.streams.map(({ stream }) => stream.path)).to.deep.equal([PATH]);
  });

  it('makes one line of a message, whatever is in it', async () => {
    add('<13>a: one\ntwo\n\nthree\n\n', '\n', '', 'four');
    await settle();
    expect(pulled.text).to.equal('one two  three\nfour\n');
  });

  it('keeps what came before anybody read', () => {
    const early = new SyslogInbox(PATH);
    early.add(Buffer.from('one'));
    early.readBy({ clock, nextStreamId: () => streams++, onReady: () => undefined });
    const event = early.poll();
    expect(event?.kind).to.equal('block');
  });

  it('keeps a bounded number, says once how many were lost, and goes on', async () => {
    const message = Buffer.alloc(MESSAGE_BYTES_MAX, 'x');
    for (let count = 0; count < 200; count++) inbox.add(message);
    expect(inbox.isCrowded).to.equal(true);
    await settle();
    expect(inbox.isCalm).to.equal(true);
    const kept = pulled.text.length / (MESSAGE_BYTES_MAX + 1);
    expect(kept).to.be.within(80, 130);
    const [notice] = pulled.events.flatMap((event) =>
      event.kind === 'notice' ? [event.notice] : [],
    );
    expect(notice).to.deep.equal({
      code: 'syslog_lost',
      message: `${PATH}: ${200 - kept} messages were lost: more came than could be counted`,
    });
    add('after');
    await settle();
    expect(pulled.text.endsWith('\nafter\n')).to.equal(true);
  });

  it('begins a new stream after a silence', async () => {
    add('one');
    await settle(20_000);
    add('two');
    await settle(60_000);
    add('three');
    await settle();
    expect(pulled.streams.map(({ bytes }) => bytes.toString())).to.deep.equal([
      'one\ntwo\n',
      'three\n',
    ]);
    expect(pulled.streams.map(({ finished }) => finished)).to.deep.equal([true, false]);
  });
});
