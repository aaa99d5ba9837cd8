// Whatever fails, and however often it is closed and begun again: every alert that was offered is
// taken or still waits, in the order in which they came, and none that was taken comes again after
// the queue knew of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { AlertNotification } from '@hitwatch/ports';
import { notification } from '@hitwatch/testing';
import { expect } from 'chai';
import * as fc from 'fast-check';

import type { AlertChannel } from '../../src/channels/alert-channel.ts';
import { ChannelQueue } from '../../src/channels/channel-queue.ts';
import { QueueJournal } from '../../src/channels/queue-journal.ts';
import { Around, ScriptedChannel } from './channel-bench.ts';

type Step =
  | { readonly kind: 'offer'; readonly id: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'restart'; readonly graceMs: number }
  | { readonly kind: 'crash' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('offer'), id: fc.nat(30) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.nat(20_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart'), graceMs: fc.nat(2000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash') }) },
);
const outcome = fc.constantFrom(new Error('away'), 'stall' as const, undefined);

describe('ChannelQueue against a list', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hitwatch-queue-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('loses nothing and tells nothing twice that it knows to be told', async () => {
    let run = 0;
    const property = fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fc.array(outcome, { maxLength: 40 }),
      async (steps, outcomes) => {
        const path = join(folder, `${String(run++)}.ndjson`);
        const channel = new ScriptedChannel(outcomes);
        let around = new Around();
        let process = new MortalChannel(channel);
        let queue = open(path, process, around);
        const model: string[] = [];
        for (const one of steps) {
          if (one.kind === 'offer') {
            const id = String(one.id);
            // Of one that was taken before, the caller is to know: here it is not offered again.
            if (model.includes(id)) continue;
            model.push(id);
            queue.offer(notification({ id }));
          } else if (one.kind === 'pass') await around.pass(one.ms);
          else {
            if (one.kind === 'restart') {
              const closing = queue.close(one.graceMs);
              await around.pass(one.graceMs);
              await closing;
            }
            process.die();
            around = new Around();
            process = new MortalChannel(channel);
            queue = open(path, process, around);
          }
        }
        for (let left = 100; left > 0 && queue.waiting > 0; left--) await around.pass(300_000);
        expect(queue.waiting).to.equal(0);
        expect([...new Set(channel.taken)]).to.deep.equal(model);
        const crashes = steps.filter(({ kind }) => kind === 'crash').length;
        expect(channel.taken.length - model.length, 'twice').to.be.at.most(crashes);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});

/** The end of a process that has died: what it was about to do, it never does. */
class MortalChannel implements AlertChannel {
  readonly name = 'ops';
  readonly #channel: AlertChannel;
  #isDead = false;

  constructor(channel: AlertChannel) {
    this.#channel = channel;
  }

  die(): void {
    this.#isDead = true;
  }

  async send(alert: AlertNotification, signal: AbortSignal): Promise<void> {
    if (!this.#isDead) await this.#channel.send(alert, signal).finally(() => this.#dead());
    await this.#dead();
  }

  async #dead(): Promise<void> {
    if (this.#isDead) await new Promise(() => undefined);
  }
}

function open(path: string, channel: AlertChannel, around: Around): ChannelQueue {
  const journal = QueueJournal.open(path, around.onNotice);
  return new ChannelQueue({ ...around.tools, channel, tryMsMax: 10_000, journal });
}
