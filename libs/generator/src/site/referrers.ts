import type { Random } from '../random/random.ts';
import { PAGES } from './section-kind.ts';
import type { Sections } from './sections.ts';
import { TextPool } from './text-pool.ts';

const OWN_ORIGIN = 'https://www.example.com';
const OWN_PAGES = 40;

const ELSEWHERE = [
  'https://www.google.com/',
  'https://www.bing.com/',
  'https://duckduckgo.com/',
  'https://www.reddit.com/',
  'https://news.ycombinator.com/',
  'https://github.com/',
  'https://t.co/1x4Zc9QeVw',
  'android-app://com.google.android.googlequicksearchbox/',
] as const;

/** Where visitors come from: nowhere that they tell, another page of the site, or elsewhere. */
export class Referrers {
  readonly texts = new TextPool(['-', ...ELSEWHERE]);
  readonly none = 0;
  readonly #firstOwn = 1 + ELSEWHERE.length;

  constructor(sections: Sections, random: Random) {
    for (let page = 0; page < OWN_PAGES; page++) {
      const section = sections.pick(random);
      const url = sections.urls.text(sections.pickUrl(section, random));
      // A page leads on; whatever else was drawn stands for the home page.
      this.texts.add(OWN_ORIGIN + (sections.kind(section).host === PAGES.host ? url : '/'));
    }
  }

  pickOwn(random: Random): number {
    return this.#firstOwn + random.below(OWN_PAGES);
  }

  /** Search engines come first and send the most. */
  pickElsewhere(random: Random): number {
    return 1 + Math.min(random.below(ELSEWHERE.length), random.below(ELSEWHERE.length));
  }
}
