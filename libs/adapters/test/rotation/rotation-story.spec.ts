import process from 'node:process';
import { expect } from 'chai';
import { RotationStory } from './rotation-story.ts';

/** More by the nightly run, from a seed of its own. */
const STORIES = Number(process.env['HITWATCH_STORIES'] ?? 500);
const FIRST_SEED = Number(process.env['HITWATCH_SEED'] ?? 1);

describe('FollowedFile, through rotations, stops and kills', () => {
  it(`counts every line once in ${STORIES} stories from seed ${FIRST_SEED} on`, async function () {
    this.timeout(30_000 + STORIES * 100);
    let [lines, lost] = [0, 0];
    for (let seed = FIRST_SEED; seed < FIRST_SEED + STORIES; seed++) {
      const end = await new RotationStory(seed).run();
      const [fault] = end.faults;
      if (fault !== undefined) {
        const count = `${end.faults.length} faults, the first: ${fault}`;
        expect.fail(`HITWATCH_SEED=${seed} HITWATCH_STORIES=1: ${count}: ${end.steps.join(', ')}`);
      }
      lines += end.lines;
      lost += end.lost;
    }
    // Otherwise it would mean little.
    expect(lost / lines, 'lines that nobody could count').to.be.below(0.2);
  });
});
