import { setImmediate as turn } from 'node:timers/promises';

import { ByteBlock, encodeText } from '@hitwatch/domain';
import type { LogSource, LogStream, Notice, SourceEvent } from '@hitwatch/ports';

import type { ManualClock } from '../time/manual-clock.ts';

const DEFAULT_PATH = 'access.log';

interface Timed {
  /** Of the clock; steps are delivered in the order of the list all the same. */
  readonly atMs: number;
}

interface Streamed {
  /**
   * Path of the stream, `access.log` unless given. Once it is finished, the same path is another
   * stream.
   */
  readonly path?: string;
  /** The stream itself, where a test has to know its id. */
  readonly stream?: LogStream;
}

export type ScriptStep = Timed &
  (
    | (Streamed & { readonly text: string })
    | (Streamed & { readonly bytes: Uint8Array })
    | (Streamed & { readonly finished: true })
    | { readonly notice: Notice }
    | { readonly end: true }
  );

interface OpenStream {
  readonly stream: LogStream;
  offset: number;
}

/**
 * A source whose events are written down beforehand. A call of `next` moves the clock on to the
 * next of them, or to its deadline. It is as hard on its caller as a real source may be: a block is
 * overwritten by the next call, two calls at a time and a call after `close` throw, and so does
 * waiting for ever for what the script does not hold.
 */
export class ScriptedSource implements LogSource {
  readonly #clock: ManualClock;
  readonly #steps: ScriptStep[];
  readonly #streams = new Map<string, OpenStream>();
  #nextStreamId = 0;
  #lent: Uint8Array | undefined;
  #pending = false;
  #woken = false;
  #ended = false;
  #closed = false;

  constructor(clock: ManualClock, steps: readonly ScriptStep[] = []) {
    this.#clock = clock;
    this.#steps = [...steps];
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Adds to the end of the script. */
  add(step: ScriptStep): void {
    this.#steps.push(step);
  }

  async next(deadlineMs: number): Promise<SourceEvent | undefined> {
    if (this.#pending) throw new Error('next was called while another call was pending');
    if (this.#closed) throw new Error('next was called after close');
    this.#lent?.fill(0);
    this.#lent = undefined;
    this.#pending = true;
    try {
      return await this.#await(deadlineMs);
    } finally {
      this.#pending = false;
    }
  }

  marks(): readonly [] {
    return [];
  }

  wake(): void {
    this.#woken = true;
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  async #await(deadlineMs: number): Promise<SourceEvent | undefined> {
    if (this.#ended) return { kind: 'end' };
    let step = this.#due();
    if (step === undefined) {
      await turn();
      const untilMs = Math.min(deadlineMs, this.#steps[0]?.atMs ?? Infinity);
      // What is planned may wake us, or add to the script.
      if (!this.#woken) this.#clock.advanceTo(untilMs, () => this.#woken || this.#isDue());
      step = this.#due();
    }
    if (step !== undefined) return this.#event(step);
    if (!this.#woken && this.#clock.nowMs() < deadlineMs) {
      throw new Error('the script is over, and nothing would ever end this call');
    }
    this.#woken = false;
    return undefined;
  }

  #isDue(): boolean {
    const [step] = this.#steps;
    return step !== undefined && step.atMs <= this.#clock.nowMs();
  }

  #due(): ScriptStep | undefined {
    return this.#isDue() ? this.#steps.shift() : undefined;
  }

  #event(step: ScriptStep): SourceEvent {
    if ('notice' in step) return { kind: 'notice', notice: step.notice };
    if ('end' in step) {
      this.#ended = true;
      return { kind: 'end' };
    }
    const key = step.stream === undefined ? (step.path ?? DEFAULT_PATH) : `#${step.stream.id}`;
    const open = this.#open(key, step);
    if ('finished' in step) {
      this.#streams.delete(key);
      return { kind: 'finished', stream: open.stream };
    }
    const octets = 'text' in step ? encodeText(step.text) : step.bytes.slice();
    this.#lent = octets;
    const { offset } = open;
    open.offset += octets.length;
    return { kind: 'block', stream: open.stream, offset, block: new ByteBlock(octets) };
  }

  #open(key: string, { stream, path = DEFAULT_PATH }: Streamed): OpenStream {
    let open = this.#streams.get(key);
    if (open === undefined) {
      open = { stream: stream ?? { id: this.#nextStreamId++, path }, offset: 0 };
      this.#streams.set(key, open);
    }
    return open;
  }
}
