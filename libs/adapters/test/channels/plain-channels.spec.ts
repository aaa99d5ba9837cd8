// The channels that need nobody at the other end: syslog, a file, the bell. And the journal.
import { createSocket } from 'node:dgram';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { change, notification } from '@hitwatch/testing';
import { expect } from 'chai';

import { BellChannel } from '../../src/channels/bell-channel.ts';
import { ChannelSinks } from '../../src/channels/channel-sinks.ts';
import { alertNotification } from '../../src/channels/alert-notifications.ts';
import { FileChannel } from '../../src/channels/file-channel.ts';
import { QueueJournal } from '../../src/channels/queue-journal.ts';
import { SyslogChannel } from '../../src/channels/syslog-channel.ts';
import { Around } from './channel-bench.ts';

const never = new AbortController().signal;

describe('channels that need nobody', () => {
  let folder: string;
  let around: Around;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hitwatch-plain-'));
    around = new Around();
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  describe('SyslogChannel', () => {
    async function sent(changes: Parameters<typeof notification>[0]): Promise<string> {
      const socket = createSocket('udp4');
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
      const heard = new Promise<Buffer>((resolve) => socket.once('message', resolve));
      const { port } = socket.address();
      const channel = new SyslogChannel({ name: 'log', host: '127.0.0.1', port });
      await channel.send(notification(changes), never);
      const message = await heard;
      socket.close();
      expect(message.length).to.be.at.most(2048);
      expect(new TextDecoder('utf-8', { fatal: true }).decode(message)).to.be.a('string');
      return message.toString();
    }

    it('sends a message of RFC 5424', async () => {
      const message = await sent({ group: '/api' });
      expect(message).to.match(/^<26>1 2026-01-02T03:04:05\.000Z \S+ hitwatch \d+ alert \[/);
      expect(message).to.match(/\[hitwatch@32473 id="a1" rule="errors" group="\/api" /);
      expect(message).to.match(/ severity="critical" state="triggered"\] errors generated/);
      expect(await sent({ severity: 'warning' })).to.match(/^<28>1 /);
      expect(await sent({ firing: false })).to.match(/^<29>1 /);
    });

    it('does not end its data or its line by what stands in a log', async () => {
      const message = await sent({ group: 'a"] x\\\n<13>1 - forged', message: 'm\n<13>1 -' });
      expect(message).to.include('group="a\\"\\] x\\\\\\\\x0a<13>1 - forged"');
      expect(message).to.not.include('\n');
    });

    it('cuts what is too long between two characters', async () => {
      expect(await sent({ message: '😀'.repeat(2000) })).to.match(/😀$/u);
    });
  });

  describe('FileChannel', () => {
    it('appends one line each, behind a line that was torn', async () => {
      const path = join(folder, 'alerts.ndjson');
      writeFileSync(path, '{"torn":');
      const channel = new FileChannel('file', path);
      await channel.send(notification({ id: '1' }));
      await channel.send(notification({ id: '2' }));
      const [torn, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
      expect(torn).to.equal('{"torn":');
      expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).to.deep.equal([
        '1',
        '2',
      ]);
    });

    it('says why it cannot', async () => {
      const error: unknown = await new FileChannel('file', folder)
        .send(notification())
        .catch((reason: unknown) => reason);
      expect(String(error)).to.match(/is a folder: name a file in it/);
    });
  });

  it('rings the bell of a terminal for what begins, and complains without a terminal', async () => {
    let rung = '';
    const terminal = { isTTY: true, write: (text: string) => (rung += text) };
    await new BellChannel('bell', terminal).send(notification());
    await new BellChannel('bell', terminal).send(notification({ firing: false }));
    expect(rung).to.equal('\u0007');
    const error: unknown = await new BellChannel('bell', { ...terminal, isTTY: false })
      .send(notification())
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('isFinal', true);
  });

  describe('QueueJournal', () => {
    const open = (path: string) => QueueJournal.open(path, around.onNotice);
    const ids = (journal: QueueJournal) => journal.waiting.map(({ id }) => id);

    it('keeps what waits, in order, for nobody else to read', () => {
      const path = join(folder, 'deep', 'er', 'queue.ndjson');
      const journal = open(path);
      for (const id of ['1', '2', '3']) journal.add(notification({ id }));
      journal.done('2');
      expect(ids(open(path))).to.deep.equal(['1', '3']);
      expect(statSync(path).mode & 0o077).to.equal(0);
    });

    it('passes over what is torn, foreign or of another version', () => {
      const path = join(folder, 'queue.ndjson');
      open(path).add(notification({ id: '1' }));
      appendFileSync(
        path,
        'null\n[]\n{"add":{"id":"x"}}\n{"add":7}\n{"done":8}\n{"add":{"id":"2",',
      );
      expect(ids(open(path))).to.deep.equal(['1']);
    });

    it('does not grow with what is done, also while one always waits', () => {
      const path = join(folder, 'queue.ndjson');
      const journal = open(path);
      journal.add(notification({ id: 'stays' }));
      for (let id = 0; id < 3000; id++) {
        journal.add(notification({ id: String(id) }));
        journal.done(String(id));
      }
      expect(statSync(path).size).to.be.below(70_000);
      expect(ids(open(path))).to.deep.equal(['stays']);
    });

    it('tells once that it cannot write, and writes all anew when it can', () => {
      const path = join(folder, 'sub', 'queue.ndjson');
      const journal = open(path);
      rmSync(join(folder, 'sub'), { recursive: true });
      journal.add(notification({ id: '1' }));
      journal.add(notification({ id: '2' }));
      expect(around.codes).to.deep.equal(['queue_unwritable']);
      mkdirSync(join(folder, 'sub'));
      journal.add(notification({ id: '3' }));
      expect(ids(open(path))).to.deep.equal(['1', '2', '3']);
    });
  });

  describe('ChannelSinks', () => {
    it('hands each rule to its channels, and to all where none are named', async () => {
      const told: string[] = [];
      const outlet = (name: string) => ({
        name,
        waiting: 0,
        offer: ({ rule }: { rule: string }) => void told.push(`${name} ${rule}`),
        keepOnly: () => undefined,
        close: () => Promise.resolve(void told.push(`${name} closed`)),
      });
      const outlets = [outlet('a'), outlet('b')];
      const sinks = new ChannelSinks(outlets, (rule) => (rule === 'errors' ? ['b'] : undefined));
      await sinks.deliver(change(1_767_323_045));
      await sinks.deliver(change(1_767_323_046, { rule: 'errors' }));
      await sinks.close();
      expect(told).to.deep.equal([
        'a high-traffic',
        'b high-traffic',
        'b errors',
        'a closed',
        'b closed',
      ]);
      expect(sinks.waiting).to.equal(0);
    });

    it('says of a change what channels need, in UTC, under an id of its own', () => {
      const { document, ...said } = alertNotification(change(1_767_323_045));
      expect(said).to.deep.include({
        rule: 'high-traffic',
        severity: 'critical',
        state: 'triggered',
        firing: true,
        second: 1_767_323_045,
        value: 10.008,
        message:
          'High traffic generated an alert - hits = 10.008, triggered at 2026-01-02T03:04:05Z',
      });
      expect(document).to.include({ type: 'alert', id: said.id });
      const others = [change(1_767_323_046), change(1_767_323_045, { kind: 'recovered' })];
      const ids = [said.id, ...others.map((one) => alertNotification(one).id)];
      expect(new Set(ids).size).to.equal(3);
      expect(alertNotification(change(1, { kind: 'recovered' })).firing).to.equal(false);
    });
  });
});
