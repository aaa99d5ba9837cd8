import { ByteBlock, decodeText, encodeText } from '@hitwatch/domain';
import { expect } from 'chai';
import fc from 'fast-check';

import { arrivals } from '../../src/load/invented-load.ts';
import { Pacer } from '../../src/load/pacer.ts';
import { ReplayedLoad, type ReplayOptions } from '../../src/load/replayed-load.ts';
import { parseLine, splitLines } from '../lines/parsed-line.ts';
import { takeAll } from './taken-load.ts';

const START_MS = Date.UTC(2026, 0, 1);

/** A line at a second after an instant in another year and another zone. */
function lineAt(second: number, path = '/a'): string {
  const time = new Date(Date.UTC(2015, 4, 17, 23, 59, 50) + second * 1000).toISOString();
  const clf = `${time.slice(8, 10)}/May/2015:${time.slice(11, 19)} -0700`;
  return `10.0.0.1 - - [${clf}] "GET ${path} HTTP/1.1" 200 5 "-" "curl"`;
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function replay(text: string, options: Partial<ReplayOptions> = {}, blockBytes = 1000) {
  const bytes = encodeText(text);
  let at = 0;
  const nextBlock = () => {
    const block = bytes.slice(at, at + blockBytes);
    at += block.length;
    return Promise.resolve(block.length === 0 ? undefined : new ByteBlock(block));
  };
  return new ReplayedLoad(nextBlock, { startMs: START_MS, rewriteTimes: true, ...options });
}

/** When each line comes and which second it states, both relative to the start. */
async function story(load: ReplayedLoad): Promise<{ due: number[]; stated: number[] }> {
  const to = new ByteBlock(new Uint8Array(4096));
  const due: number[] = [];
  const stated: number[] = [];
  for (;;) {
    if (load.starved) await load.refill();
    if (load.dueMs === Infinity) return { due, stated };
    due.push((load.dueMs - START_MS) / 1000);
    const line = to.octets.slice(0, load.write(to, 0, 0));
    stated.push(parseLine(line).second - START_MS / 1000);
  }
}

describe('ReplayedLoad', () => {
  it('keeps the distances between lines and stamps them as they come', async () => {
    const log = textOf([lineAt(0), lineAt(0), lineAt(3), lineAt(20)]);
    expect(await story(replay(log))).to.deep.equal({
      due: [0, 0, 3, 20],
      stated: [0, 0, 3, 20],
    });
  });

  it('is as many times faster as it is told, also across midnight', async () => {
    const log = textOf([lineAt(0), lineAt(60), lineAt(3600)]);
    expect(await story(replay(log, { speed: 60 }))).to.deep.equal({
      due: [0, 1, 60],
      stated: [0, 1, 60],
    });
    expect((await story(replay(log, { speed: 0.5 }))).due).to.deep.equal([0, 120, 7200]);
  });

  it('writes a late line with its neighbours and stamps it late', async () => {
    const log = textOf([lineAt(10), lineAt(14), lineAt(7), lineAt(12), lineAt(15)]);
    expect(await story(replay(log))).to.deep.equal({
      due: [0, 4, 4, 4, 5],
      stated: [0, 4, -3, 2, 5],
    });
  });

  it('takes lines without a time along with the line before', async () => {
    const junk = ['', 'garbage [no time here]', '- - [99/Foo/2015:00:00:00 +0000] "x"'];
    const log = textOf(['first', lineAt(5), ...junk, lineAt(9)]);
    const { due } = await story(replay(log));
    expect(due).to.deep.equal([0, 0, 0, 0, 0, 4]);
    const text = decodeText(await takeAll(replay(log)));
    expect(text.split('\n').slice(2, 5)).to.deep.equal(junk);
  });

  it('comes at a fixed rate whatever the log says, stamped accordingly', async () => {
    const schedule = arrivals(START_MS, 1, { linesPerSecond: 2, poisson: false });
    const log = textOf([lineAt(0), lineAt(1000), lineAt(3), 'junk', lineAt(4)]);
    const { due, stated } = await story(replay(log, { schedule }));
    expect(due).to.deep.equal([0.25, 0.75, 1.25, 1.75, 2.25]);
    expect(stated.filter((_, index) => index !== 3)).to.deep.equal([0, 0, 1, 2]);
  });

  it('gives back the log byte for byte when times are kept, in any blocks', async () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[\r\n]/g, ' ')),
      fc.tuple(fc.nat(5000), fc.webPath()).map(([second, path]) => lineAt(second, path)),
      fc.constant(`"GET [${'x'.repeat(26)}] ["`),
    );
    const log = fc.array(line, { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(log, fc.integer({ min: 1, max: 500 }), async (lines, blockBytes) => {
        const text = textOf(lines);
        const kept = await takeAll(replay(text, { rewriteTimes: false }, blockBytes));
        expect(decodeText(kept)).to.equal(text);
        // With times rewritten only the 26 bytes of a time differ.
        const rewritten = splitLines(await takeAll(replay(text, {}, blockBytes)));
        rewritten.map(decodeText).forEach((written, index) => {
          const original = lines[index] ?? '';
          const open = original.includes('May/2015') ? original.indexOf('[') : original.length;
          expect(written).to.have.lengthOf(original.length);
          expect(written.slice(0, open)).to.equal(original.slice(0, open));
          expect(written.slice(open + 27)).to.equal(original.slice(open + 27));
        });
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('ends lines of Windows and a torn last line as a Unix server does', async () => {
    const log = `${lineAt(0)}\r\n${lineAt(1)}`;
    const text = decodeText(await takeAll(replay(log, { rewriteTimes: false })));
    expect(text).to.equal(textOf([lineAt(0), lineAt(1)]));
  });

  it('passes over a line that is too long and counts it', async () => {
    const log = textOf([lineAt(0), 'x'.repeat((1 << 20) + 1), lineAt(1)]);
    const load = replay(log, {}, 1 << 18);
    expect(splitLines(await takeAll(load))).to.have.lengthOf(2);
    expect(load.tooLongLines).to.equal(1);
  });

  it('holds a line that is as long as a line may be', async () => {
    const log = textOf([lineAt(0), 'x'.repeat(1 << 20), lineAt(1)]);
    const lines = splitLines(await takeAll(replay(log, {}, 1 << 18)));
    expect(lines.map((line) => line.length)).to.deep.equal([
      lineAt(0).length,
      1 << 20,
      lineAt(1).length,
    ]);
  });

  it('says whether any line had a time', async () => {
    const without = replay('{"status":200}\n');
    await takeAll(without);
    expect(without.timed).to.equal(false);
    const timed = replay(textOf([lineAt(0)]));
    await takeAll(timed);
    expect(timed.timed).to.equal(true);
  });

  it('has no line at all for an empty log', async () => {
    const pacer = new Pacer(replay(''), { pacing: 'clock' });
    await pacer.prepare();
    expect(pacer.take(START_MS)).to.have.lengthOf(0);
    expect(pacer.done).to.equal(true);
  });
});
