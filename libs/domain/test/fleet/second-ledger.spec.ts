import { expect } from 'chai';

import {
  type MessageHead,
  type RollupMessage,
  SecondLedger,
  startingHead,
} from '../../src/index.ts';
import { applyAll, drain, fleetOf, ledgerOf, START } from './fleet-fixture.ts';
import { WrittenLog } from './written-log.ts';

/** `0:3 1.4:2`: seconds after the start, the part of late ones, and hits. */
function told(message: RollupMessage | undefined): string | undefined {
  return message?.rollups
    .map(({ second, part, hits }) => `${second - START}${part === 0 ? '' : `.${part}`}:${hits}`)
    .join(' ');
}

function send(ledger: SecondLedger, second: number, isCaughtUp = true): RollupMessage | undefined {
  const message = ledger.message((START + second) * 1000, isCaughtUp);
  if (message) ledger.acknowledge(message.number);
  return message;
}

const hit = (second: number) => ({ second: START + second });

describe('SecondLedger', () => {
  it('tells an open second as it grows, and nothing of one that has not changed', () => {
    const log = new WrittenLog().write(hit(0), hit(0));
    const ledger = ledgerOf();
    let at = log.read(ledger, 0);
    expect(told(send(ledger, 0))).to.equal('0:2');
    log.write(hit(0), hit(1));
    at = log.read(ledger, at);
    const second = send(ledger, 1);
    expect(told(second)).to.equal('0:3 1:1');
    expect(second?.watermark).to.equal(START - 1);
    const third = send(ledger, 2);
    expect(told(third)).to.equal('');
    expect(third).to.include({ number: 3, watermark: START, revision: at });
  });

  it('counts a line of a closed second in a late part that has the number of its message', () => {
    const log = new WrittenLog().write(hit(0));
    const ledger = ledgerOf();
    let at = log.read(ledger, 0);
    send(ledger, 5);
    log.write(hit(0), hit(4));
    at = log.read(ledger, at);
    expect(told(send(ledger, 5))).to.equal('0.2:1 4:1');
    log.write(hit(0));
    log.read(ledger, at);
    expect(told(send(ledger, 6))).to.equal('0.3:1');
  });

  it('says the same message until it is acknowledged, and counts on meanwhile', () => {
    const log = new WrittenLog().write(hit(0));
    const ledger = ledgerOf();
    let at = log.read(ledger, 0);
    const first = ledger.message(START * 1000, true);
    for (let second = 0; second < 30; second++) {
      log.write(hit(second), hit(second));
      at = log.read(ledger, at);
      expect(ledger.message((START + second) * 1000, true)).to.equal(first);
    }
    expect(ledger.waiting, 'one for each second and no more').to.equal(30);
    ledger.acknowledge(1);
    const rest = drain(ledger, (START + 30) * 1000);
    expect(rest.map((message) => message.rollups.length)).to.deep.equal([16, 14]);
    expect(rest[0]?.watermark, 'not beyond what is still to be told').to.equal(START + 15);
    const fleet = fleetOf();
    applyAll(fleet, [...(first ? [first] : []), ...rest]);
    expect(fleet.totals.traffic(0).hits).to.equal(61);
  });

  it('follows the lines and not the clock while it reads what was written before', () => {
    const log = new WrittenLog();
    for (let second = -1000; second < 0; second++) log.write(hit(second));
    const ledger = ledgerOf();
    let at = 0;
    const messages: RollupMessage[] = [];
    while (at < log.length) {
      at = log.read(ledger, at, 50);
      messages.push(...drain(ledger, START * 1000, false));
    }
    expect(messages.flatMap(({ rollups }) => rollups).every(({ part }) => part === 0)).to.equal(
      true,
    );
    messages.push(...drain(ledger, START * 1000));
    const fleet = fleetOf();
    applyAll(fleet, messages);
    expect(fleet.totals.traffic(0)).to.include({ hits: 1000 });
  });

  it('counts lines that are much too old, or ahead, and puts them into no second', () => {
    const log = new WrittenLog().write(hit(0)).garbage();
    const ledger = ledgerOf();
    const at = log.read(ledger, 0);
    send(ledger, 5);
    log.write(hit(-700), hit(4000));
    log.read(ledger, at);
    expect(send(ledger, 6)).to.include({ late: 1, future: 1, unparsed: 0 });
    expect(send(ledger, 7)).to.include({ late: 0, future: 0 });
  });

  it('goes on from its last message as if it had never stopped', () => {
    const log = new WrittenLog().write(hit(0), hit(1), hit(2), hit(3));
    const ledger = ledgerOf();
    log.read(ledger, 0);
    const head = send(ledger, 4);
    const checkpoint = ledger.checkpoint();
    log.write(hit(3), hit(1), hit(4));
    const again = ledgerOf({ head: startingHead(checkpoint, head) }, (START + 5) * 1000);
    const from = checkpoint?.sources[0]?.oldest ?? NaN;
    let at = log.read(again, from, 2);
    expect(again.message((START + 5) * 1000, true), 'before it is where it was').to.equal(
      undefined,
    );
    at = log.read(again, at);
    expect(told(send(again, 5))).to.equal('1.2:1 3:2 4:1');
    expect(at).to.equal(log.length);
  });

  it('believes the engine where its checkpoint is older or newer', () => {
    const engine: MessageHead = {
      ...{ agent: 'web-1', epoch: 'a@0', number: 9, revision: 90, watermark: 5, offsets: [] },
    };
    const checkpoint = { version: 1, ...engine, number: 4, closed: 3, sources: [] } as const;
    expect(startingHead(checkpoint, engine)).to.equal(engine);
    expect(startingHead({ ...checkpoint, number: 12 }, engine)).to.equal(engine);
    expect(startingHead(undefined, engine)).to.equal(engine);
    expect(startingHead(checkpoint, { ...engine, epoch: 'b@0' })).to.include({ number: 4 });
    expect(startingHead(undefined, undefined)).to.equal(undefined);
  });

  it('sends again what the engine has lost, before anything else', () => {
    const log = new WrittenLog();
    const ledger = ledgerOf();
    let at = 0;
    const sent: RollupMessage[] = [];
    for (let second = 0; second < 10; second++) {
      log.write(hit(second));
      at = log.read(ledger, at);
      const message = send(ledger, second);
      if (message) sent.push(message);
    }
    ledger.reconcile(sent[3]);
    const again = drain(ledger, (START + 10) * 1000);
    expect(again.map(({ number }) => number)).to.deep.equal([5, 6, 7, 8, 9, 10]);
    expect(again).to.deep.equal(sent.slice(4));
    expect(send(ledger, 11)).to.include({ number: 11 });
  });

  it('takes for acknowledged what the engine turns out to have', () => {
    const log = new WrittenLog().write(hit(0));
    const ledger = ledgerOf();
    log.read(ledger, 0);
    const message = ledger.message(START * 1000, true);
    ledger.reconcile(message);
    expect(ledger.message((START + 1) * 1000, true)?.number).to.equal(2);
  });

  it('says when the log must not be read on', () => {
    const log = new WrittenLog();
    for (let second = 0; second < 40; second++) log.write(hit(second));
    const ledger = ledgerOf({ openSecondsMax: 30 });
    const at = log.read(ledger, 0, 20);
    expect(ledger.isFull).to.equal(false);
    log.read(ledger, at, 20);
    expect(ledger.isFull).to.equal(true);
    drain(ledger, (START + 41) * 1000);
    expect(ledger.isFull).to.equal(false);
  });

  it('sends the most frequent clients of ten seconds when these are over', () => {
    const log = new WrittenLog();
    for (let second = 0; second < 30; second++) log.write({ ...hit(second), host: '10.0.0.7' });
    const ledger = ledgerOf();
    log.read(ledger, 0);
    const messages = drain(ledger, (START + 40) * 1000);
    const clients = messages.flatMap((message) => (message.clients ? [message.clients] : []));
    expect(clients.length).to.be.above(0);
    expect(clients.every(({ second }) => second % 10 === 0)).to.equal(true);
  });

  it('has the totals right with more late seconds than a message has room for', () => {
    const log = new WrittenLog().write(hit(0));
    const ledger = ledgerOf();
    const at = log.read(ledger, 0);
    const messages = [send(ledger, 500)];
    for (let second = 0; second < 400; second++) log.write(hit(second));
    log.read(ledger, at);
    messages.push(send(ledger, 501));
    expect(messages[1]?.rollups.length).to.be.at.most(80);
    const fleet = fleetOf();
    applyAll(
      fleet,
      messages.filter((message) => message !== undefined),
    );
    expect(fleet.totals.traffic(0).hits).to.equal(401);
  });
});
