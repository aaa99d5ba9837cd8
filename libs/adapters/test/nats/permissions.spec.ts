import { readFileSync } from 'node:fs';

import { expect } from 'chai';

import { SystemClock } from '../../src/index.ts';
import { examineFleet, FLEET_STORAGE, initFleet, NatsBoard, NatsBus } from '../../src/nats.ts';
import { NatsServers, needsNats } from './nats-servers.ts';

const EXAMPLE = new URL('../../../../docs/fleet-nats.conf', import.meta.url);

describe('the permissions of docs/fleet-nats.conf', function () {
  this.timeout(60_000);
  let servers: NatsServers;
  const open: NatsBus[] = [];

  before(async function () {
    needsNats(this);
    servers = await NatsServers.start(1, readFileSync(EXAMPLE, 'utf8'));
    const admin = await as('admin');
    const findings = await initFleet(admin.connection, 'shop', {
      ...FLEET_STORAGE,
      bytesMax: 16 * 1024 ** 2,
    });
    expect(findings.map(({ level }) => level)).to.deep.equal(['ok', 'ok', 'ok']);
  });

  after(async () => {
    for (const bus of open) await bus.close();
    await (servers as NatsServers | undefined)?.stop();
  });

  async function as(user: string, password = `change-${user}`): Promise<NatsBus> {
    const bus = await NatsBus.connect('shop', {
      ...{ servers: servers.urls, clientName: user, user, password },
      ...(user === 'admin' ? {} : { inboxPrefix: `_INBOX_${user}` }),
    });
    open.push(bus);
    return bus;
  }

  it('let an agent publish for itself, and look up its last message', async () => {
    const bus = await as('web-1');
    await bus.publish('web-1', 'one', Uint8Array.of(1));
    expect((await bus.last('web-1'))?.payload).to.deep.equal(Uint8Array.of(1));
  });

  it('let no agent publish for another one, read, or make a fleet', async () => {
    const bus = await as('web-2');
    expect(await failing(bus.publish('web-1', 'two', Uint8Array.of(2)))).to.equal(true);
    expect(await failing(bus.last('web-1'))).to.equal(true);
    const findings = await initFleet(bus.connection, 'shop', FLEET_STORAGE);
    expect(findings.map(({ level }) => level)).to.deep.equal(['fail', 'fail', 'fail']);
  });

  it('let a monitor read all, claim, and examine, and not publish', async () => {
    const agent = await as('web-1');
    const bus = await as('monitor');
    await agent.publish('web-1', 'three', Uint8Array.of(3));
    const stream = bus.follow(0);
    for await (const event of stream) {
      if (event.kind === 'rollups' && event.stored.payload[0] === 3) await stream.close();
    }
    const board = await NatsBoard.open(bus.connection, 'shop', 'monitor');
    expect(await board.claim('n.x', 1)).to.deep.equal({ kind: 'ours' });
    expect((await board.claim('n.x', 1)).kind).to.equal('theirs');
    const findings = await examineFleet(bus.connection, 'shop', new SystemClock());
    expect(findings.filter(({ level }) => level === 'fail')).to.deep.equal([]);
    expect(await failing(bus.publish('web-1', 'four', Uint8Array.of(4)))).to.equal(true);
  });

  it('tell of a wrong password in one line without it', async () => {
    const problem = await as('web-1', 'not this').then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(problem).to.be.an.instanceOf(Error).with.property('code', 'nats_credentials');
    expect(String(problem)).not.to.include('not this');
  });
});

async function failing(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => false,
    () => true,
  );
}
