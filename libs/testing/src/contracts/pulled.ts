import type { BlockEvent, LogSource, LogStream, SourceEvent } from '@hitwatch/ports';

/** A stream as it was pulled: all its blocks, copied, in one piece. */
export interface PulledStream {
  readonly stream: LogStream;
  /** Where its first block began. */
  readonly from: number;
  bytes: Buffer;
  finished: boolean;
}

/**
 * Keeps account of what comes out of a source, and holds it to the contract as it comes: blocks of
 * a stream without a gap, none after it is finished, one path to one id.
 */
export class Pulled {
  readonly events: SourceEvent[] = [];
  readonly #streams = new Map<number, PulledStream>();

  get streams(): readonly PulledStream[] {
    return [...this.#streams.values()];
  }

  get notices(): readonly string[] {
    return this.events.flatMap((event) => (event.kind === 'notice' ? [event.notice.code] : []));
  }

  /** All bytes, streams one after the other, in the order in which they were begun. */
  get text(): string {
    return this.streams.map(({ bytes }) => bytes.toString()).join('');
  }

  take(event: SourceEvent): void {
    this.events.push(event);
    if (event.kind === 'block') this.#takeBlock(event);
    if (event.kind === 'finished') {
      // A stream without bytes may be finished too.
      const known = this.#streams.get(event.stream.id);
      if (known?.finished) throw new Error(`stream ${event.stream.id} was finished twice`);
      this.#streams.set(event.stream.id, {
        ...(known ?? { stream: event.stream, from: 0, bytes: Buffer.alloc(0) }),
        finished: true,
      });
    }
  }

  /**
   * Pulls until there is nothing before `deadlineMs`, or the source has ended. Events may be at
   * most `eventsMax`.
   */
  async pull(source: LogSource, deadlineMs: number, eventsMax = 1000): Promise<void> {
    for (let events = 0; events < eventsMax; events++) {
      const event = await source.next(deadlineMs);
      if (event === undefined) return;
      this.take(event);
      if (event.kind === 'end') return;
    }
    throw new Error(`the source has not come to rest after ${eventsMax} events`);
  }

  #takeBlock({ stream, offset, block }: BlockEvent): void {
    const known = this.#streams.get(stream.id);
    if (known === undefined) {
      const bytes = Buffer.from(block.octets);
      this.#streams.set(stream.id, { stream, from: offset, bytes, finished: false });
      return;
    }
    const end = known.from + known.bytes.length;
    if (known.finished) throw new Error(`a block of stream ${stream.id} came after its end`);
    if (known.stream.path !== stream.path) throw new Error(`stream ${stream.id} has two paths`);
    if (offset !== end) throw new Error(`stream ${stream.id} has a gap: ${end}, then ${offset}`);
    known.bytes = Buffer.concat([known.bytes, block.octets]);
  }
}
