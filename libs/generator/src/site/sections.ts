import { AliasTable } from '../random/alias-table.ts';
import type { Random } from '../random/random.ts';
import { zipfWeights } from '../random/zipf.ts';
import { ASSETS, CALLS, HOME, PAGES, type SectionKind } from './section-kind.ts';
import { TextPool } from './text-pool.ts';

const URLS_MAX = 20_000;
const SECTION_URLS_MAX = 200;
const SECTION_URLS_MIN = 4;
/** Urls of a section that are not there and answer 404, beside those that are. */
const GONE_URLS = 3;
const SECTION_EXPONENT = 1;
const URL_EXPONENT = 0.8;

const NAMES: readonly (readonly [kind: SectionKind, names: readonly string[]])[] = [
  [HOME, ['']],
  [ASSETS, ['static', 'images', 'assets', 'js', 'css', 'media', 'fonts', 'downloads', 'uploads']],
  [CALLS, ['api', 'graphql', 'search', 'events', 'feed', 'auth', 'metrics']],
  [
    PAGES,
    ['products', 'blog', 'cart', 'account', 'docs', 'news', 'categories', 'checkout', 'login']
      .concat(['support', 'users', 'forum', 'about', 'contact', 'jobs', 'help', 'tags', 'reviews'])
      .concat(['archive', 'orders', 'reports', 'offers', 'gallery', 'wiki', 'partners', 'press']),
  ],
];

interface Section {
  readonly kind: SectionKind;
  /** The first of its urls; `urls` that are there follow, then those that are gone. */
  readonly firstUrl: number;
}

/** The sections of a site, the most visited first, and the urls of each. */
export class Sections {
  readonly urls = new TextPool();
  readonly #sections: readonly Section[];
  /** Log-normal size of each url. */
  readonly #bytes: number[] = [];
  readonly #ranking: AliasTable;
  /** All sections but `/` have as many urls, so one table serves them. */
  readonly #urlRanking: AliasTable;
  readonly #urlsEach: number;

  /** At least one section. Which there are and what they serve is drawn from `random`. */
  constructor(count: number, random: Random) {
    const share = Math.floor(URLS_MAX / count);
    this.#urlsEach = Math.min(SECTION_URLS_MAX, Math.max(SECTION_URLS_MIN, share));
    this.#ranking = new AliasTable(zipfWeights(count, SECTION_EXPONENT));
    this.#urlRanking = new AliasTable(zipfWeights(this.#urlsEach, URL_EXPONENT));
    this.#sections = namedSections(count, random).map(([path, kind]) =>
      this.#addSection(path, kind, random),
    );
  }

  pick(random: Random): number {
    return this.#ranking.pick(random);
  }

  kind(section: number): SectionKind {
    return this.#section(section).kind;
  }

  pickUrl(section: number, random: Random): number {
    const { kind, firstUrl } = this.#section(section);
    return kind === HOME ? firstUrl : firstUrl + this.#urlRanking.pick(random);
  }

  /** A url that is not there. */
  pickGoneUrl(section: number, random: Random): number {
    const { kind, firstUrl } = this.#section(section);
    return kind === HOME ? firstUrl : firstUrl + this.#urlsEach + random.below(GONE_URLS);
  }

  urlBytes(url: number): number {
    return this.#bytes[url] ?? 0;
  }

  #addSection(path: string, kind: SectionKind, random: Random): Section {
    const firstUrl = this.urls.size;
    if (kind.hasIndex) this.#addUrl(path, kind, random);
    const endUrl = firstUrl + (kind === HOME ? 1 : this.#urlsEach + GONE_URLS);
    while (this.urls.size < endUrl) this.#addUrl(kind.path(path, random), kind, random);
    return { kind, firstUrl };
  }

  #addUrl(url: string, kind: SectionKind, random: Random): void {
    this.#bytes.push(Math.round(random.logNormal(kind.medianBytes, kind.sigma)));
    this.urls.add(url);
  }

  #section(section: number): Section {
    const found = this.#sections[section];
    if (found === undefined) throw new RangeError(`no section ${section}`);
    return found;
  }
}

/** `count` different paths in random order; when the names run out they are numbered. */
function namedSections(count: number, random: Random): readonly (readonly [string, SectionKind])[] {
  const named = NAMES.flatMap(([kind, names]) => names.map((name) => [`/${name}`, kind] as const));
  shuffle(named, random);
  const numbered = named.filter(([, kind]) => kind !== HOME);
  for (let number = 2; named.length < count; number++) {
    for (const [path, kind] of numbered) named.push([`${path}-${number}`, kind]);
  }
  return named.slice(0, count);
}

/** Fisher and Yates, as Durstenfeld (CACM 7(7), 1964) has it. */
function shuffle(items: unknown[], random: Random): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [items[last], items[other]] = [items[other], items[last]];
  }
}
