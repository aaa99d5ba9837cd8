import fc from 'fast-check';

import {
  type AgentCheckpoint,
  type RollupMessage,
  type SecondLedger,
  startingHead,
} from '../../src/index.ts';
import { ledgerOf, START } from './fleet-fixture.ts';
import { type WrittenHit, WrittenLog } from './written-log.ts';

export type AgentEvent =
  | { readonly kind: 'write'; readonly hits: readonly WrittenHit[] }
  | { readonly kind: 'read'; readonly lines: number }
  /** A message goes out, and its acknowledgement comes back or is lost. */
  | { readonly kind: 'send'; readonly isHeard: boolean }
  | { readonly kind: 'second' }
  | { readonly kind: 'save' }
  /** The process is gone, and perhaps its checkpoint. */
  | { readonly kind: 'crash'; readonly losesCheckpoint: boolean };

const hits = fc.array(
  fc.record({
    second: fc.integer({ min: -6, max: 3 }),
    host: fc.nat(9).map((at) => `10.0.0.${at}`),
    request: fc.nat(5).map((at) => `GET /s${at}/x HTTP/1.1`),
    status: fc.constantFrom('200', '404', '500'),
    bytes: fc.nat(900).map(String),
  }),
  { minLength: 1, maxLength: 6 },
);

export const agentEvents: fc.Arbitrary<AgentEvent[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), hits }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('read' as const),
        lines: fc.integer({ min: 1, max: 9 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        isHeard: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: fc.constant({ kind: 'second' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'save' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('crash' as const), losesCheckpoint: fc.boolean() }),
    },
  ),
  { maxLength: 60 },
);

/** An agent with its log and the engine, in the hands of a test. */
export class AgentRun {
  readonly log = new WrittenLog();
  readonly written: WrittenHit[] = [];
  /** What the engine has, in its order; a message that was sent twice is there twice. */
  readonly stored: RollupMessage[] = [];
  readonly #agent: string;
  #ledger: SecondLedger;
  #at = 0;
  #second = START;
  #checkpoint: AgentCheckpoint | undefined;

  constructor(agent: string) {
    this.#agent = agent;
    this.#ledger = this.#begin();
  }

  step(event: AgentEvent): void {
    switch (event.kind) {
      case 'write':
        for (const { second, ...hit } of event.hits) {
          const stated = { ...hit, second: this.#second + second };
          this.written.push(stated);
          this.log.write(stated);
        }
        return;
      case 'read':
        this.#at = this.log.read(this.#ledger, this.#at, event.lines);
        return;
      case 'send':
        this.#send(event.isHeard);
        return;
      case 'second':
        this.#second++;
        return;
      case 'save':
        this.#checkpoint = this.#ledger.checkpoint() ?? this.#checkpoint;
        return;
      case 'crash':
        if (event.losesCheckpoint) this.#checkpoint = undefined;
        this.#ledger = this.#begin();
    }
  }

  /** Everything is read and sent, and every second closed. */
  finish(): void {
    this.#at = this.log.read(this.#ledger, this.#at);
    this.#second += 10;
    for (let round = 0; round < 20; round++) this.#send(true);
  }

  #send(isHeard: boolean): void {
    const isCaughtUp = this.#at === this.log.length;
    const message = this.#ledger.message(this.#second * 1000, isCaughtUp);
    if (message === undefined) return;
    this.stored.push(message);
    if (isHeard) this.#ledger.acknowledge(message.number);
  }

  #begin(): SecondLedger {
    const head = startingHead(this.#checkpoint, this.stored.at(-1));
    const source = this.#checkpoint?.sources.find(({ source: name }) => name === this.log.name);
    this.#at = source?.oldest ?? 0;
    return ledgerOf({ agent: this.#agent, head }, this.#second * 1000);
  }
}
