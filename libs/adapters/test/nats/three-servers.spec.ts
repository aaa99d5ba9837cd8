import {
  FLEET_DEFAULTS,
  FleetState,
  LEDGER_DEFAULTS,
  messageId,
  PlainScanner,
  ByteBlock,
  ClfLines,
  encodeText,
  RecordBatch,
  SecondLedger,
} from '@hitwatch/domain';
import { jetstreamManager } from '@nats-io/jetstream';
import { expect } from 'chai';

import { decodeRollups, encodeRollups, SystemClock } from '../../src/index.ts';
import { FLEET_STORAGE, initFleet, NatsBus } from '../../src/nats.ts';
import { eventually, NatsServers, needsNats } from './nats-servers.ts';

const STORAGE = { ...FLEET_STORAGE, replicas: 3, bytesMax: 16 * 1024 ** 2 };
const CONFIG = { seed: 0 };

describe('a fleet on three servers', function () {
  this.timeout(120_000);
  let servers: NatsServers;
  const open: NatsBus[] = [];

  before(async function () {
    needsNats(this);
    servers = await NatsServers.start(3);
  });

  after(async () => {
    for (const bus of open) await bus.close();
    await (servers as NatsServers | undefined)?.stop();
  });

  async function connect(): Promise<NatsBus> {
    const bus = await NatsBus.connect('f', { servers: servers.urls, clientName: 'test' });
    open.push(bus);
    return bus;
  }

  it('counts each line once when the leader is killed', async () => {
    const bus = await connect();
    await eventually(async () => {
      const findings = await initFleet(bus.connection, 'f', STORAGE);
      return findings.every(({ level }) => level === 'ok') ? true : undefined;
    }, 60_000);
    const fleet = new FleetState(
      { ...FLEET_DEFAULTS, config: CONFIG, tableSeed: 1 },
      { count: () => undefined, fold: () => undefined, decide: () => undefined },
    );
    const stream = (await connect()).follow(0);
    const following = (async () => {
      for await (const event of stream) {
        if (event.kind !== 'rollups') continue;
        const reading = decodeRollups(event.stored.payload);
        if ('message' in reading) fleet.apply({ ...event.stored, message: reading.message });
      }
    })();

    const clock = new SystemClock();
    const agent = writingAgent(clock.nowMs());
    for (let round = 0; round < 30; round++) {
      agent.write(100);
      if (round === 10) {
        const manager = await jetstreamManager(bus.connection);
        const { cluster } = await manager.streams.info('HW_f');
        await servers.kill(cluster?.leader ?? 'n1');
      }
      await publishAll(bus, agent.ledger, clock.nowMs());
    }
    await publishAll(bus, agent.ledger, clock.nowMs() + 10_000);
    await eventually(
      () => Promise.resolve(fleet.totals.traffic(0).hits >= 3000 ? true : undefined),
      60_000,
    );
    await stream.close();
    await following;
    const { hits, sections } = fleet.totals.traffic(0);
    expect(hits).to.equal(3000);
    expect(sections.rows.map(({ key, hits: of }) => [key, of])).to.deep.equal([['/a', 3000]]);
  });
});

async function publishAll(bus: NatsBus, ledger: SecondLedger, nowMs: number): Promise<void> {
  let connections = bus.connections;
  do {
    await eventually(async () => {
      if (connections !== bus.connections) {
        const stored = await bus.last('web-1');
        const reading = stored && decodeRollups(stored.payload);
        ledger.reconcile(reading && 'message' in reading ? reading.message : undefined);
        connections = bus.connections;
      }
      const message = ledger.message(nowMs, true);
      if (message === undefined) throw new Error('nothing to publish');
      await bus.publish('web-1', messageId(message), encodeRollups(message));
      ledger.acknowledge(message.number);
      return true;
    }, 60_000);
  } while (ledger.hasMore);
}

function writingAgent(nowMs: number) {
  const options = { agent: 'web-1', epoch: 'a@0', program: 'test', config: CONFIG, tableSeed: 1 };
  const ledger = new SecondLedger({ ...LEDGER_DEFAULTS, ...options }, nowMs);
  const time = new Date(nowMs).toUTCString().slice(5);
  const [day = '', month = '', year = '', hour = ''] = time.split(' ');
  const line = `10.0.0.1 - - [${day}/${month}/${year}:${hour} +0000] "GET /a/b HTTP/1.1" 200 5\n`;
  let offset = 0;
  const write = (lines: number) => {
    const scanner = new PlainScanner(new ClfLines(), new RecordBatch(1), {});
    const block = new ByteBlock(encodeText(line.repeat(lines)));
    scanner.scan(block, 0, block.length);
    ledger.observe(scanner.batch, 'log', offset);
    offset += block.length;
    ledger.readTo('log', offset);
  };
  return { ledger, write };
}
