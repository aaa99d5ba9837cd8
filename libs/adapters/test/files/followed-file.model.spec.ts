import { expect } from 'chai';
import fc from 'fast-check';
import { Following, GIVEN_UP_MS } from './following.ts';
import { type Life, LogWriter, TELLING_BYTES } from './log-writer.ts';
import { TemporaryFolder } from './temporary-folder.ts';

type Step =
  | { readonly does: 'write' | 'writeLate' | 'writeLines' | 'pass'; readonly amount: number }
  | { readonly does: 'create' | 'rename' | 'renameAndCreate' | 'remove' }
  | { readonly does: 'copyTruncate' | 'truncate' | 'glance' | 'settle' };

function writing(
  does: 'write' | 'writeLate' | 'writeLines' | 'pass',
  amounts: fc.Arbitrary<number>,
) {
  return amounts.map((amount): Step => ({ does, amount }));
}

const bytes = fc.integer({ min: 1, max: 200 });
// The last is more than a block of the reader.
const lines = fc.oneof({ weight: 19, arbitrary: fc.nat(9) }, fc.constant(7000));

const write = fc.oneof(writing('write', bytes), writing('writeLines', lines));
const late = writing('writeLate', bytes);
const pass = writing('pass', fc.integer({ min: 1, max: 3000 }));
const glance = fc.constant<Step>({ does: 'glance' });
const settle = fc.constant<Step>({ does: 'settle' });
const create = fc.constant<Step>({ does: 'create' });
const rotate = fc
  .constantFrom('rename', 'renameAndCreate', 'remove', 'copyTruncate', 'truncate')
  .map((does): Step => ({ does }));

const few = (...steps: readonly fc.Arbitrary<Step>[]) =>
  fc.array(fc.oneof(...steps), { maxLength: 5 });

/** From one rotation to the next, and what happens just before and after it. */
const phase = fc
  .tuple(few(write, create, late, pass, glance), settle, few(write, late, glance), rotate)
  .map(([steps, look, unread, rotation]) => [...steps, look, ...unread, rotation]);

const story = fc
  .tuple(fc.array(phase, { minLength: 1, maxLength: 6 }), few(write, create, late, pass, glance))
  .map(([phases, end]) => [...phases.flat(), ...end]);

/** A log that is written and rotated while it is followed. */
class World {
  readonly writer: LogWriter;
  readonly following: Following;
  /** What was done, besides writing and looking. */
  readonly done = new Set<string>();
  /** How much of a life has surely been read. */
  readonly #read = new Map<Life, number>();
  /** Two rotations between two looks are more than anybody can follow. */
  #rotatedUnseen = false;
  #rotatedMs = -Infinity;

  constructor(path: string) {
    this.writer = new LogWriter(path);
    this.following = new Following(path);
  }

  /** Does the step, or nothing when it makes no sense now. */
  async take(step: Step): Promise<void> {
    const { writer, following } = this;
    const { clock } = following;
    switch (step.does) {
      case 'write':
      case 'writeLines':
        writer[step.does](step.amount);
        break;
      case 'writeLate':
        // Later than that the file is given up, as its writer has surely let go of it.
        if (clock.nowMs() - this.#rotatedMs >= GIVEN_UP_MS) break;
        this.#rotatedMs = clock.nowMs();
        writer.writeLate(step.amount);
        this.done.add(step.does);
        break;
      case 'pass':
        clock.advance(step.amount);
        break;
      case 'create':
        if (writer.current === undefined) writer.create();
        break;
      case 'glance':
        await following.glance();
        break;
      case 'settle':
        await this.settle();
        break;
      default:
        this.#rotate(step.does);
    }
  }

  async settle(): Promise<void> {
    await this.following.settle();
    const { current } = this.writer;
    if (current !== undefined) this.#read.set(current, current.content.length);
    this.#rotatedUnseen = false;
  }

  #rotate(how: 'rename' | 'renameAndCreate' | 'remove' | 'copyTruncate' | 'truncate'): void {
    const { writer, following } = this;
    const read = writer.current && this.#read.get(writer.current);
    if (writer.current === undefined || read === undefined || this.#rotatedUnseen) return;
    const inPlace = how === 'copyTruncate' || how === 'truncate';
    // A file that was emptied and written anew is told by its beginning, so that must be known.
    if (inPlace && read < TELLING_BYTES) return;
    // Without a copy, what had not been read is lost.
    if (how === 'truncate' && read < writer.current.content.length) return;
    if (how === 'renameAndCreate') {
      writer.rename();
      writer.create();
    } else {
      writer[how]();
    }
    if (!inPlace) this.#rotatedMs = following.clock.nowMs();
    this.#rotatedUnseen = true;
    this.done.add(how);
  }
}

describe('FollowedFile, held to a model', () => {
  it('gives every byte of every life of a log once, however it is rotated', async function () {
    this.timeout(60_000);
    const done = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        const folder = new TemporaryFolder();
        const world = new World(folder.join('access.log'));
        const { writer, following } = world;
        try {
          for (const step of steps) await world.take(step);
          await world.settle();
          await following.settleForGood();
          const { streams } = following.pulled;
          expect(contents(following.texts)).to.deep.equal(
            contents(writer.lives.map(({ content }) => content)),
          );
          expect(contents(unfinished(streams))).to.deep.equal(
            contents([writer.current?.content ?? '']),
          );
          for (const does of world.done) done.set(does, (done.get(does) ?? 0) + 1);
        } finally {
          await following.source.close();
          writer.close();
          expect(folder.openFiles() ?? []).to.deep.equal([]);
          folder.remove();
        }
      }),
      { numRuns: 200 },
    );
    // Otherwise it would mean little.
    for (const does of ['rename', 'renameAndCreate', 'remove', 'copyTruncate', 'truncate']) {
      expect(done.get(does) ?? 0, does).to.be.at.least(10);
    }
    expect(done.get('writeLate') ?? 0, 'writeLate').to.be.at.least(10);
  });
});

function unfinished(streams: Following['pulled']['streams']): readonly string[] {
  return streams.filter(({ finished }) => !finished).map(({ bytes }) => bytes.toString());
}

/** Lives can begin to be read in another order than they began; one without a byte is not seen. */
function contents(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => text !== '').sort();
}
