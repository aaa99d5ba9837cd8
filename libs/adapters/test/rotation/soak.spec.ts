import { readdirSync } from 'node:fs';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ManualClock, ManualSleeper } from '@hitwatch/testing';
import { expect } from 'chai';
import { FileTailer, FollowedFile, NodeFileSystem } from '../../src/index.ts';
import { TemporaryFolder } from '../files/temporary-folder.ts';
import { Counting } from './counting.ts';
import { RotatedServer } from './rotated-server.ts';

/** A rotation a minute; a day of them by the nightly run. */
const ROTATIONS = Number(process.env['HITWATCH_ROTATIONS'] ?? 60);
const MINUTE_MS = 60_000;
/** What the heap may grow by, whatever the number of rotations. */
const HEAP_BYTES_MAX = 8 * 1024 * 1024;

describe(`FollowedFile, rotated every minute, ${ROTATIONS} times`, () => {
  for (const how of ['rename', 'copyTruncate'] as const) {
    it(`needs no more memory and no more open files by ${how}`, async function () {
      this.timeout(30_000 + ROTATIONS * 1000);
      const folder = new TemporaryFolder();
      const clock = new ManualClock();
      const scheme = { names: 'numbers', pack: 'later', keep: 10 } as const;
      const server = new RotatedServer(folder.join('access.log'), clock, scheme);
      let streams = 0;
      const followed = new FollowedFile({
        path: server.path,
        files: new NodeFileSystem(),
        clock,
        nextStreamId: () => streams++,
        findStart: () => 0,
        resume: [],
        onReady: () => undefined,
      });
      const source = new FileTailer([followed], clock, new ManualSleeper(clock));
      const counting = new Counting();
      const opens: number[] = [];
      const heaps: number[] = [];
      let counted = 0;
      try {
        await counting.pull(source, clock.nowMs());
        for (let minute = 0; minute < ROTATIONS; minute++) {
          server.writeLines(100);
          if (minute % 3 !== 0) await counting.pull(source, clock.nowMs() + 200);
          server.writeLines(5);
          if (how === 'rename') server.rename(true);
          else server.copyTruncate();
          clock.advance(MINUTE_MS / 2);
          await counting.pull(source, clock.nowMs() + 200);
          clock.advance(MINUTE_MS / 2);
          await counting.pull(source, clock.nowMs() + 200);
          const twice = [...counting.counted.values()].filter((texts) => texts.length > 1);
          expect(twice, `counted twice in minute ${minute}`).to.deep.equal([]);
          counted += counting.counted.size;
          counting.counted.clear();
          counting.notices.length = 0;
          server.lines.clear();
          opens.push(openFiles());
          if (minute % 10 === 9) heaps.push(heapBytes());
        }
      } finally {
        await source.close();
        server.close();
        folder.remove();
      }
      expect(counted).to.equal(ROTATIONS * 105);
      expect(Math.max(...opens) - Math.min(...opens), 'open files').to.be.at.most(4);
      const [first = 0] = heaps;
      const last = heaps.at(-1) ?? 0;
      console.log(`heap ${megabytes(first)} to ${megabytes(last)} MB`);
      expect(last - first, 'bytes of the heap').to.be.below(HEAP_BYTES_MAX);
    });
  }
});

function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0; // where the system does not tell
  }
}

/** What is left after everything that can go has gone. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  // With the flag, each new context has the function.
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
