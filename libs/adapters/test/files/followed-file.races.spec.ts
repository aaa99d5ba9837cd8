import { expect } from 'chai';
import { Following } from './following.ts';
import { LogWriter } from './log-writer.ts';
import { betweenSystemCalls, leaveSystemCalls } from './system-calls.ts';
import { TemporaryFolder } from './temporary-folder.ts';

type Rotation = (writer: LogWriter) => void;

const ROTATIONS: Readonly<Record<string, Rotation>> = {
  'is renamed': (writer) => {
    writer.rename();
  },
  'is renamed and made anew': (writer) => {
    writer.rename();
    writer.create();
  },
  'is renamed, made anew and written': (writer) => {
    writer.rename();
    writer.writeLines(3);
    writer.writeLate(50);
  },
  'is deleted': (writer) => {
    writer.remove();
  },
  'is deleted and written anew': (writer) => {
    writer.remove();
    writer.writeLines(3);
  },
  'is copied and emptied': (writer) => {
    writer.copyTruncate();
  },
  'is copied, emptied and written': (writer) => {
    writer.copyTruncate();
    writer.write(40);
  },
  'is copied, emptied and written beyond its old end': (writer) => {
    writer.copyTruncate();
    writer.writeLines(40);
  },
};

/** Fewer than any look at a log makes. */
const CALLS_MIN = 5;

describe('FollowedFile, rotated between any two system calls', () => {
  let calls: number;
  let rotateAfter: number;
  let onCall: () => void = () => undefined;

  before(() => {
    betweenSystemCalls(() => {
      if (calls++ === rotateAfter) onCall();
    });
  });

  after(() => {
    leaveSystemCalls();
  });

  for (const [what, rotate] of Object.entries(ROTATIONS)) {
    it(`gives every byte once when the log ${what} while it is read`, async () => {
      const tried = await rotateAfterEachCall(rotate, 0, async (writer, following) => {
        writer.writeLines(5);
        await following.settle();
        writer.writeLines(2);
      });
      expect(tried).to.be.above(CALLS_MIN);
    });

    it(`gives every byte once when the log ${what} while it is first read`, async () => {
      // The first call only finds the file: what is told by its bytes cannot be told yet.
      const tried = await rotateAfterEachCall(rotate, 1, (writer) => {
        writer.writeLines(5);
        return Promise.resolve();
      });
      expect(tried).to.be.above(CALLS_MIN);
    });
  }

  /** Rotates after each call in turn, as many as there are, each time with a new log. */
  async function rotateAfterEachCall(
    rotate: Rotation,
    firstCall: number,
    prepare: (writer: LogWriter, following: Following) => Promise<void>,
  ): Promise<number> {
    for (rotateAfter = firstCall; ; rotateAfter++) {
      const folder = new TemporaryFolder();
      const writer = new LogWriter(folder.join('access.log'));
      const following = new Following(writer.path);
      try {
        onCall = () => undefined;
        await following.settle();
        await prepare(writer, following);
        let rotated = false;
        calls = 0;
        onCall = () => {
          rotated = true;
          rotate(writer);
        };
        await following.settle();
        // `onCall` has set it, if there were so many calls; the compiler cannot know.
        if (!(rotated as boolean)) return rotateAfter;
        await expectAllOnce(writer, following);
      } finally {
        await following.source.close();
        writer.close();
        folder.remove();
      }
    }
  }

  async function expectAllOnce(writer: LogWriter, following: Following): Promise<void> {
    await following.settle();
    writer.writeLines(2);
    await following.settleForGood();
    const lives = writer.lives.map(({ content }) => content).filter((content) => content !== '');
    expect(following.texts, `rotated after call ${rotateAfter}`).to.have.members(lives);
  }
});
