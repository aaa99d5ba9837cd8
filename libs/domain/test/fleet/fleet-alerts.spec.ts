import { expect } from 'chai';
import fc from 'fast-check';

import {
  alertRule,
  FleetAlerts,
  fleetRuleProblem,
  type FleetRule,
  highTrafficRule,
  NO_KEYS,
  notificationKey,
  type RollupMessage,
  type RuleTransition,
  SilentHosts,
  VisitorSketch,
  configFingerprint,
} from '../../src/index.ts';
import { story } from '../rules/rule-lines.ts';
import { CONFIG, fleetOf, START } from './fleet-fixture.ts';

/** Two hits a second over ten seconds. */
const RULE: FleetRule = { rule: highTrafficRule(2, 10), by: undefined };

/** A monitor, and hosts that tell it so many hits of a second. */
class Scene {
  readonly told: RuleTransition[] = [];
  readonly alerts: FleetAlerts;
  readonly fleet;
  readonly #numbers = new Map<string, number>();
  #sequence = 0;

  constructor(rules: readonly FleetRule[] = [RULE], firesOnPart = true) {
    this.alerts = new FleetAlerts(
      rules,
      { firesOnPart },
      (agent, second) => this.fleet.hasClosed(agent, second),
      (transition) => this.told.push(transition),
    );
    this.fleet = fleetOf(this.alerts);
  }

  /** At `at` a host has counted `hits` in that second, and has closed all up to `closed`. */
  tell(agent: string, at: number, hits: number, closed = at - 2, bye = false): void {
    const number = (this.#numbers.get(agent) ?? 0) + 1;
    this.#numbers.set(agent, number);
    this.deliver(messageOf(agent, number, at, hits, closed, bye));
  }

  deliver(message: RollupMessage): void {
    this.fleet.apply({ sequence: ++this.#sequence, atMs: message.sentMs, message });
    this.alerts.hurry(message.agent, Math.floor(this.fleet.clockMs / 1000));
  }

  get story(): string[] {
    return story(this.told.map((one) => ({ ...one, second: one.second - START })));
  }
}

function messageOf(
  agent: string,
  number: number,
  at: number,
  hits: number,
  closed: number,
  bye: boolean,
): RollupMessage {
  const second = START + at;
  const rollup = {
    ...{ second, part: 0, hits, bytes: 0, statuses: [200, hits], times: undefined },
    ...{ methods: NO_KEYS, sections: NO_KEYS, visitors: new VisitorSketch(0).encoded() },
  };
  return {
    ...{ agent, epoch: 'a@0', number, revision: number, watermark: START + closed, offsets: [] },
    ...{ config: configFingerprint(CONFIG), program: 'test', sentMs: second * 1000, bye },
    ...{ late: 0, future: 0, unparsed: 0, lostBytes: 0, clients: undefined },
    rollups: hits === 0 ? [] : [rollup],
  };
}

describe('the alerts of a fleet', () => {
  it('fire over the sum of hosts of which none is over by itself', () => {
    const scene = new Scene();
    for (let at = 0; at < 4; at++) for (const host of ['a', 'b', 'c']) scene.tell(host, at, 2);
    expect(scene.story).to.deep.equal(['triggered critical 3']);
    expect(scene.told[0], 'with the part that was known').to.include({ numerator: 22 });
  });

  it('fire for one host where they are by host', () => {
    const scene = new Scene([{ ...RULE, by: 'host' }]);
    for (let at = 0; at < 4; at++) {
      scene.tell('quiet', at, 1);
      scene.tell('busy', at, 7);
    }
    expect(scene.story).to.deep.equal(['triggered critical 2 busy']);
  });

  it('never recover because a host is gone', () => {
    const scene = new Scene();
    for (let at = 0; at < 5; at++) for (const host of ['a', 'b']) scene.tell(host, at, 3);
    for (let at = 5; at < 200; at++) scene.tell('a', at, 0);
    expect(scene.story).to.deep.equal(['triggered critical 3']);
    expect(scene.fleet.reporting).to.deep.equal({ live: 1, known: 2 });
    scene.tell('b', 200, 0);
    for (let at = 201; at < 205; at++) for (const host of ['a', 'b']) scene.tell(host, at, 0);
    expect(scene.story).to.have.length(2);
    expect(scene.told[1]).to.include({ kind: 'recovered' });
  });

  it('recover without a host that has said goodbye, and without one that is forgotten', () => {
    for (const bye of [true, false]) {
      const scene = new Scene();
      for (let at = 0; at < 5; at++) for (const host of ['a', 'b']) scene.tell(host, at, 3);
      scene.tell('b', 5, 0, 4, bye);
      for (let at = 5; at < (bye ? 40 : 700); at++) scene.tell('a', at, 0);
      expect(scene.told.map(({ kind }) => kind)).to.deep.equal(['triggered', 'recovered']);
      const second = (scene.told[1]?.second ?? 0) - START;
      if (bye) expect(second).to.be.below(20);
      else expect(second).to.be.above(590);
    }
  });

  it('count what comes late in the windows that follow', () => {
    const scene = new Scene();
    for (let at = 0; at < 30; at++) scene.tell('a', at, 1);
    scene.tell('b', 29, 0);
    const late = messageOf('b', 2, 22, 30, 28, false);
    scene.deliver({ ...late, sentMs: (START + 30) * 1000 });
    expect(scene.told, 'of a second that is closed there is no part 0 any more').to.have.length(0);
    const [rollup] = late.rollups;
    const parts = rollup === undefined ? [] : [{ ...rollup, part: 3 }];
    scene.deliver({ ...late, number: 3, sentMs: (START + 31) * 1000, rollups: parts });
    scene.tell('a', 31, 1);
    scene.tell('b', 32, 0);
    expect(scene.told.map(({ kind }) => kind)).to.deep.equal(['triggered']);
  });

  it('are the same on each monitor, also on one that sees every message again', () => {
    const message = fc.record({ host: fc.constantFrom('a', 'b', 'c'), hits: fc.nat(9) });
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 150 }),
        fc.array(fc.nat()),
        (all, again) => {
          const one = new Scene();
          const other = new Scene();
          const sent: RollupMessage[] = [];
          all.forEach(({ host, hits }, index) => {
            const at = Math.floor(index / 3);
            const number = sent.filter(({ agent }) => agent === host).length + 1;
            const next = messageOf(host, number, at, hits, at - 2, false);
            sent.push(next);
            one.deliver(next);
            other.deliver(next);
            const old = sent[(again[index % (again.length || 1)] ?? 0) % sent.length];
            if (old) other.deliver(old);
          });
          expect(other.told).to.deep.equal(one.told);
          expect(other.fleet.decidedSecond).to.equal(one.fleet.decidedSecond);
        },
      ),
    );
  });

  it('alternate, and fire on a part only where all of it is over as well', () => {
    const counts = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 30, maxLength: 120 });
    fc.assert(
      fc.property(counts, (hits) => {
        const scene = new Scene();
        hits.forEach(([a, b], at) => {
          scene.tell('a', at, a);
          scene.tell('b', at, b);
        });
        for (let at = hits.length; at < hits.length + 20; at++) {
          for (const host of ['a', 'b']) scene.tell(host, at, 0);
        }
        const average = (last: number) =>
          hits.slice(Math.max(0, last - 9), last + 1).reduce((sum, [a, b]) => sum + a + b, 0) / 10;
        scene.told.forEach(({ kind, second }, index) => {
          expect(kind).to.equal(index % 2 === 0 ? 'triggered' : 'recovered');
          const value = average(second - START);
          if (kind === 'triggered') expect(value).to.be.above(2);
          else expect(value).to.be.below(2);
        });
      }),
    );
  });

  it('go on where another monitor was', () => {
    const first = new Scene();
    for (let at = 0; at < 20; at++) first.tell('a', at, 5);
    expect(first.story).to.deep.equal(['triggered critical 4']);
    const next = new Scene();
    next.alerts.restore(JSON.parse(JSON.stringify(first.alerts.state())) as never);
    for (let at = 8; at < 60; at++) next.tell('a', at, at < 20 ? 5 : 0);
    expect(next.told.map(({ kind }) => kind)).to.deep.equal(['recovered']);
  });

  it('do not count what a host with a clock ahead says of the future', () => {
    const scene = new Scene();
    for (let at = 0; at < 5; at++) {
      scene.tell('a', at, 0);
      const ahead = messageOf('ahead', at + 1, at + 3600, 1, at + 3598, false);
      scene.deliver({ ...ahead, sentMs: (START + at) * 1000 });
    }
    expect(scene.fleet.decidedSecond - START).to.be.below(5);
    expect(scene.fleet.seconds.between(START, START + 4).hits).to.equal(5);
  });

  it('say of a rule that cannot be kept why', () => {
    const distinct = alertRule({
      name: 'x',
      metric: 'distinct_clients',
      severities: { critical: { threshold: 1 } },
    });
    expect(fleetRuleProblem(distinct)).to.include('distinct_clients');
    expect(fleetRuleProblem({ ...RULE.rule, by: 'section' })).to.include('by: host');
    expect(fleetRuleProblem(RULE.rule)).to.equal(undefined);
  });
});

describe('SilentHosts', () => {
  it('tells of a host that is not heard, once, and when it is heard again', () => {
    const scene = new Scene();
    const silent = new SilentHosts(30);
    scene.tell('a', 0, 1);
    scene.tell('b', 0, 1);
    for (let at = 1; at < 60; at++) scene.tell('a', at, 1);
    const told = silent.look(scene.fleet.agents(), scene.fleet.clockMs);
    expect(told.map(({ kind, group }) => [kind, group])).to.deep.equal([['triggered', 'b']]);
    expect(silent.look(scene.fleet.agents(), scene.fleet.clockMs)).to.deep.equal([]);
    scene.tell('b', 60, 1);
    const back = silent.look(scene.fleet.agents(), scene.fleet.clockMs);
    expect(back.map(({ kind, second }) => [kind, second - START])).to.deep.equal([
      ['recovered', 60],
    ]);
  });

  it('tells the same whenever it looks, and nothing of a host that has said goodbye', () => {
    const scene = new Scene();
    scene.tell('a', 0, 1);
    scene.tell('b', 0, 1, -2, true);
    const agents = scene.fleet.agents();
    const soon = new SilentHosts(30).look(agents, (START + 31) * 1000);
    const late = new SilentHosts(30).look(agents, (START + 99) * 1000);
    expect(soon).to.have.length(1);
    expect(late).to.deep.equal(soon);
    expect(late.map(notificationKey)).to.deep.equal(soon.map(notificationKey));
  });
});
