import { notificationBoardContract, rollupBusContract } from '@hitwatch/testing';
import { expect } from 'chai';

import { SystemClock } from '../../src/index.ts';
import { examineFleet, FLEET_STORAGE, initFleet, NatsBoard, NatsBus } from '../../src/nats.ts';
import { eventually, NatsServers, needsNats } from './nats-servers.ts';

const STORAGE = { ...FLEET_STORAGE, bytesMax: 16 * 1024 ** 2 };

describe('NatsBus on one server', function () {
  this.timeout(60_000);
  let servers: NatsServers;
  let fleets = 0;
  const open: NatsBus[] = [];

  before(async function () {
    needsNats(this);
    servers = await NatsServers.start(1);
  });

  after(async () => {
    for (const bus of open) await bus.close();
    await (servers as NatsServers | undefined)?.stop();
  });

  async function connect(fleet: string): Promise<NatsBus> {
    const bus = await NatsBus.connect(fleet, { servers: servers.urls, clientName: 'test' });
    open.push(bus);
    return bus;
  }

  async function newFleet(): Promise<string> {
    const fleet = `f${++fleets}`;
    const bus = await connect(fleet);
    const findings = await initFleet(bus.connection, fleet, STORAGE);
    expect(findings.map(({ level }) => level)).to.deep.equal(['ok', 'ok', 'ok']);
    return fleet;
  }

  rollupBusContract(async () => {
    const fleet = await newFleet();
    return { connect: () => connect(fleet) };
  });

  notificationBoardContract(async (count) => {
    const fleet = await newFleet();
    const boards: NatsBoard[] = [];
    for (let at = 0; at < count; at++) {
      const { connection } = await connect(fleet);
      boards.push(await NatsBoard.open(connection, fleet, `monitor ${at}`));
    }
    return boards;
  });

  it('makes a fleet once, and says of one with other settings what they are', async () => {
    const fleet = await newFleet();
    const { connection } = await connect(fleet);
    const again = await initFleet(connection, fleet, STORAGE);
    expect(again.map(({ what }) => what).join('; ')).to.include('is there');
    const { jetstreamManager } = await import('@nats-io/jetstream');
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: 'HW_odd', subjects: ['hw.odd.r.*.*'], storage: 'memory' });
    const [odd] = await initFleet(connection, 'odd', STORAGE);
    expect(odd).to.include({ level: 'fail', code: 'stream_settings' });
    expect(odd?.what).to.include('storage');
  });

  it('examines a fleet, and says what to do', async () => {
    const bus = await connect('nobody');
    const without = await examineFleet(bus.connection, 'nobody', new SystemClock());
    const stream = without.find(({ code }) => code === 'stream');
    expect(stream).to.include({ level: 'fail', remedy: 'run hitwatch fleet init' });
    const fleet = await newFleet();
    const { connection } = await connect(fleet);
    await (await connect(fleet)).publish('web-1', 'one', Uint8Array.of(1));
    const findings = await examineFleet(connection, fleet, new SystemClock());
    const levels = new Map(findings.map(({ code, level }) => [code, level]));
    expect(levels.get('server'), 'known holes').to.equal('warn');
    for (const code of ['storage', 'stream', 'buckets', 'clock', 'lag']) {
      expect(levels.get(code), code).to.equal('ok');
    }
  });

  it('says in one line what is wrong', async () => {
    const bus = await connect('nobody2');
    const problem = await bus.publish('web-1', 'x', Uint8Array.of(1)).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(problem).to.be.an.instanceOf(Error).with.property('message').that.has.length.above(5);
    const nobody = { servers: ['nats://me:secret@127.0.0.1:1'], clientName: 'test' };
    const refused = await NatsBus.connect('f', nobody).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).to.be.an.instanceOf(Error).with.property('code', 'nats_unreachable');
    expect(String(refused)).not.to.include('secret');
  });

  it('goes on by itself when the server was killed, and loses nothing', async () => {
    const fleet = await newFleet();
    const bus = await connect(fleet);
    const stream = (await connect(fleet)).follow(0);
    const seen = new Set<number>();
    const kinds: string[] = [];
    const following = (async () => {
      for await (const event of stream) {
        kinds.push(event.kind);
        if (event.kind === 'rollups') seen.add(event.stored.payload[0] ?? -1);
      }
    })();
    await bus.publish('web-1', 'a', Uint8Array.of(1));
    await eventually(() => Promise.resolve(seen.has(1) ? true : undefined));
    await servers.kill('n1');
    await servers.startOne('n1');
    await eventually(() => bus.publish('web-1', 'b', Uint8Array.of(2)));
    await eventually(() => Promise.resolve(seen.has(2) ? true : undefined), 30_000);
    expect(bus.connections).to.be.above(1);
    expect(kinds).to.include.members(['trouble', 'resumed']);
    await stream.close();
    await following;
  });
});
