import { readdirSync, readFileSync } from 'node:fs';

import { expect } from 'chai';

import { ofType } from '../documents.ts';
import { expectWatchContract } from '../watch-contract.ts';
import { parseStory } from './story.ts';
import { tell } from './telling.ts';

const folder = new URL('./', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));

describe('stories of the monitor', () => {
  for (const name of names) {
    const title = name.replace('.txt', '').replaceAll('-', ' ');
    const story = parseStory(readFileSync(new URL(name, folder), 'utf8'));
    it(`${title}: ${story.moral}`, async () => {
      const telling = await tell(story);
      const objects = telling.objects.map(({ object }) => object);
      expectWatchContract(objects);
      const alerts = ofType(objects, 'alert').map(({ state, at }) => [
        state,
        Date.parse(at) / 1000,
      ]);
      expect(telling.delivered.map(({ kind, second }) => [kind, second])).to.deep.equal(alerts);
      expect(story.expectations).not.to.be.empty;
      for (const expectation of story.expectations) expectation(telling);
    });
  }
});
