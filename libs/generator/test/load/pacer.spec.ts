import { type ByteBlock, decodeText } from '@hitwatch/domain';
import { expect } from 'chai';

import type { Load } from '../../src/load/load.ts';
import { Pacer, type PacerOptions } from '../../src/load/pacer.ts';

const START_MS = 1_000_000;

/** A line at each of these milliseconds: its number, and the time that it would be stamped with. */
class ListedLoad implements Load {
  readonly starved = false;
  readonly #dueMs: readonly number[];
  readonly #lineBytes: number;
  #at = 0;

  constructor(dueMs: readonly number[], lineBytes = 20) {
    this.#dueMs = dueMs;
    this.#lineBytes = lineBytes;
  }

  get dueMs(): number {
    return START_MS + (this.#dueMs[this.#at] ?? Infinity);
  }

  get roomBytes(): number {
    return this.#lineBytes;
  }

  write({ octets }: ByteBlock, at: number, lateMs: number): number {
    const text = `${this.#at}@${this.dueMs + lateMs - START_MS}`.padEnd(this.#lineBytes - 1);
    this.#at++;
    for (let place = 0; place < text.length; place++) octets[at + place] = text.charCodeAt(place);
    octets[at + text.length] = 10;
    return at + this.#lineBytes;
  }

  refill(): Promise<void> {
    return Promise.resolve();
  }
}

function every(stepMs: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => index * stepMs);
}

class Run {
  readonly pacer: Pacer;

  constructor(dueMs: readonly number[], options: Partial<PacerOptions> = {}, lineBytes = 20) {
    const load = new ListedLoad(dueMs, lineBytes);
    this.pacer = new Pacer(load, { pacing: 'clock', ...options });
  }

  /** The lines that are taken at a millisecond after the start. */
  at(ms: number): string[] {
    const text = decodeText(this.pacer.take(START_MS + ms));
    expect(text === '' || text.endsWith('\n')).to.equal(true);
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => line.trimEnd());
  }

  get nextMs(): number {
    return this.pacer.nextMs() - START_MS;
  }
}

describe('Pacer, by the clock', () => {
  it('gives the lines that are due, each once', () => {
    const run = new Run([0, 100, 100, 500]);
    expect(run.at(-1)).to.deep.equal([]);
    expect(run.at(0)).to.deep.equal(['0@0']);
    expect(run.at(99)).to.deep.equal([]);
    expect(run.at(250)).to.deep.equal(['1@100', '2@100']);
    expect(run.pacer.done).to.equal(false);
    expect(run.at(500)).to.deep.equal(['3@500']);
    expect(run.pacer.done).to.equal(true);
  });

  it('asks to be called when the next line is due, not too often and not too late', () => {
    const run = new Run([0, 300, 301, 60_000]);
    run.at(0);
    expect(run.nextMs).to.equal(300);
    run.at(300);
    expect(run.nextMs).to.equal(320);
    run.at(320);
    expect(run.nextMs).to.equal(1320);
  });

  it('catches up after a short stop, each line with its own time', () => {
    const run = new Run(every(1000, 10));
    run.at(0);
    expect(run.at(4500)).to.deep.equal(['1@1000', '2@2000', '3@3000', '4@4000']);
  });

  it('goes on from now after a long stop instead of writing all that was missed', () => {
    const run = new Run(every(1000, 10));
    run.at(0);
    expect(run.at(100_000)).to.deep.equal(['1@100000']);
    expect(run.at(100_999)).to.deep.equal([]);
    expect(run.at(102_000)).to.deep.equal(['2@101000', '3@102000']);
  });

  it('goes on when the clock is set back, with the times of that clock', () => {
    const run = new Run(every(1000, 10));
    run.at(0);
    run.at(1000);
    expect(run.at(-600_000)).to.deep.equal([]);
    expect(run.at(-599_000)).to.deep.equal(['2@-599000']);
    expect(run.nextMs).to.equal(-598_000);
  });

  it('ends when the time is over, not when the last line before it has come', () => {
    const run = new Run([0, 400, 2000], { untilMs: START_MS + 1000 });
    run.at(0);
    expect(run.at(900)).to.deep.equal(['1@400']);
    expect(run.pacer.done).to.equal(false);
    expect(run.nextMs).to.equal(1000);
    expect(run.at(1000)).to.deep.equal([]);
    expect(run.pacer.done).to.equal(true);
  });

  it('gives no more than fit at a time, and the rest at once', () => {
    const run = new Run(every(0, 30_000));
    const takes: number[] = [];
    for (; !run.pacer.done; takes.push(run.at(10).length)) {
      if (takes.length > 0) expect(run.nextMs).to.equal(10);
    }
    expect(takes.length).to.equal(3);
    expect(takes.reduce((sum, lines) => sum + lines)).to.equal(30_000);
  });
});

describe('Pacer, flat out', () => {
  it('gives all that fits and stamps it with the time of the call', () => {
    const run = new Run([0, 0, 0], { pacing: 'flat out' });
    expect(run.at(777)).to.deep.equal(['0@777', '1@777', '2@777']);
  });

  it('ends by the clock', () => {
    const run = new Run(every(0, 1_000_000), { pacing: 'flat out', untilMs: START_MS + 50 });
    expect(run.at(0)).not.to.have.lengthOf(0);
    expect(run.pacer.done).to.equal(false);
    expect(run.nextMs).to.equal(0);
    run.at(50);
    expect(run.pacer.done).to.equal(true);
  });
});

describe('Pacer, in virtual time', () => {
  it('gives all lines before the end with their own times, whatever the clock says', () => {
    const run = new Run(every(1000, 100), { pacing: 'virtual', untilMs: START_MS + 3000 });
    expect(run.at(-5)).to.deep.equal(['0@0', '1@1000', '2@2000']);
    expect(run.pacer.done).to.equal(true);
  });

  it('never takes lines of two slices together', () => {
    const run = new Run([0, 999, 1000, 1500, 9000], { pacing: 'virtual', sliceMs: 1000 });
    expect(Number.isNaN(run.pacer.takenMs)).to.equal(true);
    expect(run.at(0)).to.deep.equal(['0@0', '1@999']);
    expect(run.at(0)).to.deep.equal(['2@1000', '3@1500']);
    expect(run.pacer.takenMs).to.equal(START_MS + 1000);
    expect(run.at(0)).to.deep.equal(['4@9000']);
    expect(run.pacer.done).to.equal(true);
  });
});

describe('Pacer, with limits', () => {
  it('ends with the last of so many lines', () => {
    const run = new Run(every(0, 100), { linesMax: 3 });
    expect(run.at(0)).to.deep.equal(['0@0', '1@0', '2@0']);
    expect(run.pacer.done).to.equal(true);
    expect(run.at(1)).to.deep.equal([]);
    expect([run.pacer.lines, run.pacer.bytes]).to.deep.equal([3, 60]);
  });

  it('ends before the line that would take it over so many bytes', () => {
    const run = new Run(every(0, 100), { bytesMax: 79 });
    expect(run.at(0)).to.have.lengthOf(3);
    expect(run.pacer.done).to.equal(true);
    expect([run.pacer.lines, run.pacer.bytes]).to.deep.equal([3, 60]);
    const exact = new Run(every(0, 100), { bytesMax: 80 });
    expect(exact.at(0)).to.have.lengthOf(4);
  });

  it('makes room for a line that is longer than all it had room for', () => {
    const run = new Run(every(0, 3), {}, 1 << 20);
    expect(run.at(0).concat(run.at(0), run.at(0))).to.deep.equal(['0@0', '1@0', '2@0']);
    expect(run.pacer.done).to.equal(true);
  });
});
