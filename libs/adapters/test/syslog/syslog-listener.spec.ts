import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { Pulled } from '@hitwatch/testing';
import { expect } from 'chai';

import {
  EnvironmentFailure,
  FileTailer,
  parseSyslogAddress,
  SyslogListener,
  SystemClock,
  TimerSleeper,
} from '../../src/index.ts';

const DEADLINE_MS = 10_000;

/** Real sockets: each wait ends when what is waited for has come. */
describe('SyslogListener', () => {
  const clock = new SystemClock();
  let listener: SyslogListener;
  let source: FileTailer;
  let pulled: Pulled;
  let sockets: Socket[];

  async function listen(address: string): Promise<number> {
    listener = await SyslogListener.open(parseSyslogAddress(address, '--listen'));
    const sleeper = new TimerSleeper(clock);
    let streams = 0;
    const onReady = () => {
      sleeper.wake();
    };
    listener.readBy({ clock, nextStreamId: () => streams++, onReady });
    source = new FileTailer([listener], clock, sleeper);
    return Number(/\d+$/.exec(listener.name)?.[0]);
  }

  beforeEach(() => {
    pulled = new Pulled();
    sockets = [];
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await source.close();
  });

  async function client(port: number): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  }

  async function until(done: () => boolean): Promise<void> {
    const endMs = clock.nowMs() + DEADLINE_MS;
    while (!done()) {
      const event = await source.next(endMs);
      if (event === undefined)
        throw new Error(`not in ${DEADLINE_MS} ms: ${pulled.text.slice(-200)}`);
      pulled.take(event);
    }
  }

  const lines = () => pulled.text.split('\n').length - 1;

  it('hears datagrams and connections at the same port', async () => {
    const port = await listen('0');
    const udp = createSocket('udp4');
    udp.send('<190>Oct 11 22:14:15 web1 nginx: one', port, '127.0.0.1');
    await until(() => lines() === 1);
    (await client(port)).write('<13>tag: two\n');
    await until(() => lines() === 2);
    (await client(port)).write('16 <13>tag: three\n\n');
    await until(() => lines() === 3);
    udp.close();
    expect(pulled.text).to.equal('one\ntwo\nthree\n');
  });

  it('hears one transport where only one is wanted', async () => {
    const port = await listen('syslog+udp:0');
    const refused = connect(port, '127.0.0.1');
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).to.equal('ECONNREFUSED');
    await source.close();
    const socket = await client(await listen('syslog+tcp:0'));
    socket.write('one\n');
    await until(() => lines() === 1);
  });

  it('never lets half lines of two connections meet', async () => {
    const port = await listen('0');
    const [one, other] = [await client(port), await client(port)];
    one.write('<1>a: one, ');
    other.write('<1>b: two, ');
    one.write('to its end\n');
    other.end('to its end');
    await until(() => lines() === 2);
    expect(pulled.text.split('\n').sort()).to.deep.equal([
      '',
      'one, to its end',
      'two, to its end',
    ]);
  });

  it('goes on when a connection is reset', async () => {
    const port = await listen('0');
    (await client(port)).write('<1>a: half a li');
    sockets[0]?.resetAndDestroy();
    (await client(port)).write('whole\n');
    await until(() => pulled.text.includes('whole\n'));
  });

  it('holds back a sender that is faster than its reader, and loses nothing', async () => {
    const count = 400_000;
    const socket = await client(await listen('0'));
    const line = `${'x'.repeat(59)}\n`;
    const chunk = line.repeat(1000);
    let sent = 0;
    const send = () => {
      while (sent < count) {
        sent += 1000;
        if (!socket.write(chunk)) return;
      }
    };
    socket.on('drain', send);
    send();
    let bytes = 0;
    while (bytes < count * line.length) {
      const event = await source.next(clock.nowMs() + DEADLINE_MS);
      expect(event?.kind).to.equal('block');
      if (event?.kind === 'block') bytes += event.block.length;
    }
    expect(bytes).to.equal(count * line.length);
  });

  it('gives up the connection that is silent for longest when there are too many', async () => {
    const port = await listen('0');
    const first = await client(port);
    first.write('<1>a: the first\n');
    await until(() => lines() === 1);
    const gone = once(first, 'close');
    for (let more = 0; more < 256; more++) await client(port);
    await gone;
    sockets.at(-1)?.write('the last\n');
    await until(() => pulled.text.includes('the last\n'));
  });

  it('says in one line what is wrong with an address', async () => {
    const port = await listen('0');
    const failure = async (address: string) => {
      const opened = SyslogListener.open(parseSyslogAddress(address, '--listen'));
      return opened.catch((error: unknown) => error);
    };
    for (const scheme of ['syslog', 'syslog+udp', 'syslog+tcp']) {
      const error = await failure(`${scheme}:${port}`);
      expect(error).to.be.instanceOf(EnvironmentFailure);
      expect(error).to.include({ code: 'EADDRINUSE', remedy: 'choose another port' });
      expect(error).to.have.property('message').that.includes(`:${port}: the port is in use`);
    }
    expect(await failure('192.0.2.1:0')).to.include({ code: 'EADDRNOTAVAIL' });
  });

  it('lets go of its port when it is closed', async () => {
    const port = await listen('0');
    await client(port);
    await source.close();
    expect(await listen(String(port))).to.equal(port);
  });
});
