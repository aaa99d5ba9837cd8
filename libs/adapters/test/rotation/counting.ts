import type { LogMark, LogSource, SourceEvent, StreamMark } from '@hitwatch/ports';

const LF = 10;

/** What was counted, and where to go on: what a monitor keeps when it is stopped. */
export interface Checkpoint {
  readonly counted: ReadonlyMap<number, readonly string[]>;
  readonly marks: readonly LogMark[];
}

/** Counts numbered lines as the monitor does: whole ones, and the last of a finished stream. */
export class Counting {
  /** The texts that were counted for each number. */
  readonly counted = new Map<number, readonly string[]>();
  readonly notices: string[] = [];
  readonly #held = new Map<number, Buffer>();

  constructor(from?: Checkpoint) {
    for (const [number, texts] of from?.counted ?? []) this.counted.set(number, texts);
  }

  /** Everything that is there until `deadlineMs`. */
  async pull(source: LogSource, deadlineMs: number): Promise<void> {
    for (;;) {
      const event = await source.next(deadlineMs);
      if (event === undefined) return;
      this.take(event);
    }
  }

  take(event: SourceEvent): void {
    if (event.kind === 'notice') this.notices.push(event.notice.message);
    if (event.kind === 'finished') {
      this.#count(this.#held.get(event.stream.id) ?? Buffer.alloc(0));
      this.#held.delete(event.stream.id);
    }
    if (event.kind !== 'block') return;
    const held = this.#held.get(event.stream.id) ?? Buffer.alloc(0);
    const bytes = Buffer.concat([held, event.block.octets]);
    let from = 0;
    for (let lf = bytes.indexOf(LF); lf >= 0; lf = bytes.indexOf(LF, from)) {
      this.#count(bytes.subarray(from, lf));
      from = lf + 1;
    }
    this.#held.set(event.stream.id, Buffer.from(bytes.subarray(from)));
  }

  /** Marks are those of the beginnings of lines that are not whole. */
  checkpoint(marks: readonly StreamMark[]): Checkpoint {
    return {
      counted: new Map(this.counted),
      marks: marks.map(({ stream, mark }) => {
        const held = this.#held.get(stream.id)?.length ?? 0;
        const fingerprint = Uint8Array.from(mark.fingerprint);
        return { ...mark, fingerprint, offset: mark.offset - held };
      }),
    };
  }

  #count(line: Buffer): void {
    if (line.length === 0) return;
    const text = line.toString('latin1');
    const number = Number(text.slice(0, 10));
    this.counted.set(number, [...(this.counted.get(number) ?? []), text]);
  }
}
