import { expect } from 'chai';
import fc from 'fast-check';

import { messageFromWire, messageToWire, type RollupMessage } from '../../src/index.ts';
import { agentEvents, AgentRun } from './agent-run.ts';
import { drain, ledgerOf, START } from './fleet-fixture.ts';
import { WrittenLog } from './written-log.ts';

function example(): RollupMessage {
  const log = new WrittenLog().write({ second: START }, { second: START + 1, status: '500' });
  const ledger = ledgerOf();
  log.read(ledger, 0);
  const [message] = drain(ledger, (START + 20) * 1000);
  if (message === undefined) throw new Error('no message');
  return message;
}

describe('messages on the wire', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(agentEvents, (events) => {
        const run = new AgentRun('web-1');
        for (const event of events) run.step(event);
        run.finish();
        for (const message of run.stored) {
          expect(messageFromWire(messageToWire(message))).to.deep.equal({ message });
        }
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);

  it('are refused if they are newer, not ours, or no map at all', () => {
    const wire = messageToWire(example());
    const refusal = (value: unknown) => {
      const reading = messageFromWire(value);
      return 'refused' in reading ? reading.refused : undefined;
    };
    expect(refusal(wire)).to.equal(undefined);
    expect(refusal({ ...wire, v: 2, rs: 'of another kind' })).to.equal('newer_version');
    expect(refusal({ ...wire, v: 0 })).to.equal('not_ours');
    expect(refusal({ hello: 1 })).to.equal('not_ours');
    for (const value of [null, undefined, 7, 'text', [1], new Uint8Array(3)]) {
      expect(refusal(value)).to.equal('not_ours');
    }
  });

  it('are refused with anything in the place of anything', () => {
    const wire = messageToWire(example());
    const paths: (readonly (string | number)[])[] = [];
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      paths.push(path);
      if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return;
      for (const [key, child] of Object.entries(value)) walk(child, [...path, key]);
    };
    walk(wire, []);
    fc.assert(
      fc.property(fc.constantFrom(...paths.slice(1)), fc.anything(), (path, value) => {
        const copy = structuredClone(wire) as Record<string, unknown>;
        let at: Record<string, unknown> = copy;
        for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
        at[String(path.at(-1))] = value;
        const reading = messageFromWire(copy);
        // What is taken is of the right shape, so it can be written again.
        if ('message' in reading) messageToWire(reading.message);
        else expect(reading.detail).to.be.a('string');
      }),
      { numRuns: 3000 },
    );
  });

  it('say what is wrong without a word of what they state', () => {
    const wire = { ...messageToWire(example()), a: '\u001b[31mevil' };
    expect(messageFromWire(wire)).to.deep.equal({ refused: 'malformed', detail: 'a is no name' });
  });
});
