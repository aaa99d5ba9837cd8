import { expect } from 'chai';
import fc from 'fast-check';

import { type FleetTraffic, isVisitorSketch, type RollupMessage } from '../../src/index.ts';
import { type AgentEvent, agentEvents, AgentRun } from './agent-run.ts';
import { applyAll, digest, drain, fleetOf, ledgerOf } from './fleet-fixture.ts';
import { FullState } from './full-state.ts';
import { type WrittenHit, WrittenLog } from './written-log.ts';

function played(name: string, events: readonly AgentEvent[]): AgentRun {
  const run = new AgentRun(name);
  for (const event of events) run.step(event);
  run.finish();
  return run;
}

/** What one agent says that reads all lines once, in their order of time. */
function truth(hits: readonly WrittenHit[]): FleetTraffic {
  const log = new WrittenLog().write(...[...hits].sort((a, b) => a.second - b.second));
  const last = Math.max(0, ...hits.map(({ second }) => second)) + 10;
  const ledger = ledgerOf({}, last * 1000);
  log.read(ledger, 0);
  const fleet = fleetOf();
  applyAll(fleet, drain(ledger, last * 1000));
  return fleet.totals.traffic(0);
}

function folded(messages: readonly RollupMessage[]): FleetTraffic {
  const fleet = fleetOf();
  applyAll(fleet, messages);
  return fleet.totals.traffic(0);
}

function full(messages: readonly RollupMessage[]): FleetTraffic {
  const state = new FullState();
  for (const message of messages) state.apply(message);
  return state.traffic();
}

/** The messages of several agents, each in its order, woven by numbers. */
function woven(runs: readonly AgentRun[], choices: readonly number[]): RollupMessage[] {
  const queues = runs.map(({ stored }) => [...stored]);
  const messages: RollupMessage[] = [];
  for (let at = 0; queues.some((queue) => queue.length > 0); at++) {
    const left = queues.filter((queue) => queue.length > 0);
    const next = left[(choices[at % choices.length] ?? 0) % left.length]?.shift();
    if (next !== undefined) messages.push(next);
  }
  return messages;
}

const choices = fc.array(fc.nat(1000), { minLength: 1, maxLength: 50 });
const three = fc.tuple(agentEvents, agentEvents, agentEvents);

describe('the rollups of a fleet', () => {
  it('count each line once, whatever is killed, lost or sent twice', () => {
    fc.assert(
      fc.property(agentEvents, (events) => {
        const run = played('web-1', events);
        const wanted = digest(truth(run.written));
        expect(digest(folded(run.stored))).to.deep.equal(wanted);
        expect(digest(full(run.stored))).to.deep.equal(wanted);
      }),
      { numRuns: 300 },
    );
  }).timeout(60_000);

  it('are the same folded and in full, for any order of agents, duplicates and stale ones', () => {
    fc.assert(
      fc.property(three, choices, fc.array(fc.tuple(fc.nat(), fc.nat())), (all, order, again) => {
        const runs = all.map((events, at) => played(`web-${at}`, events));
        const messages = woven(runs, order);
        const wanted = digest(full(messages));
        for (const [from, to] of again) {
          const stale = messages[from % messages.length];
          if (stale === undefined) continue;
          const earliest = messages.indexOf(stale) + 1;
          messages.splice(Math.max(earliest, to % (messages.length + 1)), 0, stale);
        }
        expect(digest(folded(messages))).to.deep.equal(wanted);
      }),
      { numRuns: 150 },
    );
  }).timeout(60_000);

  it('are joined in any order and through any replica', () => {
    fc.assert(
      fc.property(three, choices, (all, order) => {
        const runs = all.map((events, at) => played(`web-${at}`, events));
        const messages = woven(runs, order);
        const wanted = digest(full(messages));
        const shuffled = messages
          .map((message, at) => ({ message, key: order[at % order.length] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ message }) => message);
        const replicas = [new FullState(), new FullState(), new FullState()];
        shuffled.forEach((message, at) => {
          replicas[at % 3]?.apply(message);
          replicas[(order[at % order.length] ?? 0) % 3]?.apply(message);
        });
        for (const one of replicas) for (const other of replicas) one.merge(other);
        for (const replica of replicas) expect(digest(replica.traffic())).to.deep.equal(wanted);
      }),
      { numRuns: 100 },
    );
  }).timeout(60_000);

  it('have sketches that can be read', () => {
    fc.assert(
      fc.property(agentEvents, (events) => {
        const { stored } = played('web-1', events);
        for (const { rollups } of stored) {
          for (const { visitors } of rollups) expect(isVisitorSketch(visitors)).to.equal(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});
