import { LocalBus } from '@hitwatch/adapters';
import { LEDGER_DEFAULTS, PUBLIC_SEED, SecondLedger } from '@hitwatch/domain';
import type { Notice, RollupBus } from '@hitwatch/ports';
import { ManualClock, ManualSleeper, ScriptedSource, SOME_TIME_MS } from '@hitwatch/testing';
import { expect } from 'chai';

import { Agent } from '../../src/fleet/agent.ts';
import type { AgentMemory } from '../../src/fleet/agent-state.ts';
import { nameOfHost } from '../../src/fleet/agent-options.ts';
import { scannerFactory } from '../../src/scanners.ts';
import { eventually, FleetReader } from './fleet-reader.ts';

const START = SOME_TIME_MS / 1000;

/** A bus that can be away, and of which a test sees what it was asked. */
class WatchedBus implements RollupBus {
  readonly name = 'the engine';
  readonly asked: string[] = [];
  connections = 1;
  /** Stores and then says that it did not. */
  losesAnswers = false;
  isAway = false;
  readonly #bus: LocalBus;

  constructor(clock: ManualClock) {
    this.#bus = new LocalBus(clock);
  }

  async publish(agent: string, id: string, payload: Uint8Array) {
    this.asked.push(id);
    if (this.isAway) throw new Error('nobody answers');
    const stored = await this.#bus.publish(agent, id, payload);
    if (this.losesAnswers) throw new Error('timeout');
    return stored;
  }

  last(agent: string) {
    this.asked.push('last');
    return this.isAway ? Promise.reject(new Error('nobody answers')) : this.#bus.last(agent);
  }

  follow(sinceMs: number) {
    return this.#bus.follow(sinceMs);
  }

  close() {
    return this.#bus.close();
  }
}

describe('Agent', () => {
  let clock: ManualClock;
  let source: ScriptedSource;
  let bus: WatchedBus;
  let fleet: FleetReader;
  let notices: string[];
  let saved: AgentMemory[];
  let ledger: SecondLedger;

  beforeEach(() => {
    clock = new ManualClock();
    source = new ScriptedSource(clock);
    bus = new WatchedBus(clock);
    fleet = new FleetReader(bus);
    notices = [];
    saved = [];
  });

  afterEach(async () => {
    await fleet.close();
    await bus.close();
  });

  function newAgent(openSecondsMax: number = LEDGER_DEFAULTS.openSecondsMax): Agent {
    const identity = { agent: 'web-1', epoch: 'e', program: 'test' };
    const bounds = { ...LEDGER_DEFAULTS, openSecondsMax };
    const config = { seed: PUBLIC_SEED };
    const options = { ...bounds, ...identity, config, tableSeed: 1 };
    const newScanner = scannerFactory(1, {});
    ledger = new SecondLedger(options, clock.nowMs());
    const save = (memory: AgentMemory) => {
      saved.push(memory);
      return Promise.resolve();
    };
    const tell = ({ code }: Notice) => notices.push(code);
    return new Agent(
      { agent: 'web-1', run: 'r', published: [], resumed: [] },
      {
        ...{ clock, source, bus, tell },
        ledger,
        sleeper: new ManualSleeper(clock),
        newScanner: (path) => newScanner({ path, reference: START }),
        state: { save },
      },
    );
  }

  /** `lines` lines in each of `seconds` seconds, as they are written. */
  function writeLines(lines: number, seconds: number): void {
    for (let second = 0; second < seconds; second++) {
      const time = new Date((START + second) * 1000).toISOString().slice(11, 19);
      const line = `192.0.2.1 - - [02/Jan/2026:${time} +0000] "GET /a/b HTTP/1.1" 200 5\n`;
      source.add({ atMs: SOME_TIME_MS + second * 1000, text: line.repeat(lines) });
    }
  }

  it('publishes once a second what it reads, and says goodbye', async () => {
    writeLines(3, 5);
    source.add({ atMs: SOME_TIME_MS + 9000, end: true });
    await newAgent().run();
    await eventually('all has come', () => fleet.messages.at(-1)?.bye === true);
    expect(fleet.hits).to.equal(15);
    expect(fleet.messages.length).to.be.within(8, 12);
    expect(bus.asked.slice(0, 2)).to.deep.equal(['last', 'web-1:e:1']);
    expect(saved.at(-1)?.checkpoint.number).to.equal(fleet.messages.length);
    expect(source.closed).to.equal(true);
    expect(notices).to.deep.equal([]);
  });

  it('tries a message again with its id, while it reads on', async () => {
    writeLines(3, 20);
    source.add({ atMs: SOME_TIME_MS + 25_000, end: true });
    bus.connections = 1;
    clock.plan(SOME_TIME_MS + 4500, () => (bus.isAway = true));
    clock.plan(SOME_TIME_MS + 12_500, () => (bus.isAway = false));
    await newAgent().run();
    await eventually('all has come', () => fleet.messages.at(-1)?.bye === true);
    expect(fleet.hits).to.equal(60);
    const counts = new Map<string, number>();
    for (const id of bus.asked) counts.set(id, (counts.get(id) ?? 0) + 1);
    expect([...counts.values()].filter((times) => times > 1)).to.have.lengthOf(1);
    expect(notices).to.deep.equal(['engine_away', 'engine_back']);
  });

  it('looks what the engine has after each new connection, before it publishes', async () => {
    writeLines(3, 10);
    source.add({ atMs: SOME_TIME_MS + 15_000, end: true });
    clock.plan(SOME_TIME_MS + 4500, () => (bus.losesAnswers = true));
    clock.plan(SOME_TIME_MS + 7500, () => {
      bus.losesAnswers = false;
      bus.connections++;
    });
    await newAgent().run();
    await eventually('all has come', () => fleet.messages.at(-1)?.bye === true);
    expect(fleet.hits).to.equal(30);
    expect(bus.asked.filter((what) => what === 'last')).to.have.lengthOf(2);
    // What had arrived was not sent once more behind that.
    const again = bus.asked[bus.asked.lastIndexOf('last') + 1];
    expect(again).not.to.equal(bus.asked[bus.asked.lastIndexOf('last') - 1]);
  });

  it('stops reading where it may hold no more, and can be stopped then', async () => {
    writeLines(1, 10);
    bus.isAway = true;
    const agent = newAgent(5);
    let held = 0;
    clock.plan(SOME_TIME_MS + 30_000, () => {
      held = ledger.waiting;
      agent.stop('user');
    });
    await agent.run();
    expect(held).to.equal(5);
    expect(fleet.messages).to.deep.equal([]);
    expect(saved).to.deep.equal([]);
    expect(notices).to.deep.equal(['engine_away']);
  });

  it('reads on when it may', async () => {
    writeLines(1, 10);
    source.add({ atMs: SOME_TIME_MS + 15_000, end: true });
    bus.isAway = true;
    clock.plan(SOME_TIME_MS + 30_500, () => (bus.isAway = false));
    await newAgent(5).run();
    await eventually('all has come', () => fleet.messages.at(-1)?.bye === true);
    expect(fleet.hits).to.equal(10);
  });

  it('has a name for any host', () => {
    expect(nameOfHost('web1.example.org')).to.equal('web1-example-org');
    expect(nameOfHost('a'.repeat(80))).to.have.lengthOf(64);
    expect(nameOfHost('')).to.equal('host');
  });
});
