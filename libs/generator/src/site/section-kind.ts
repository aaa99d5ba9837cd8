import { Mix } from '../random/mix.ts';
import type { Random } from '../random/random.ts';
import { slug } from './words.ts';

/** What a section of a site serves, which decides how it is asked and how it answers. */
export interface SectionKind {
  /** Index in `HOSTS`. */
  readonly host: number;
  /**
   * Sizes are log-normal: P. Barford, M. Crovella, Generating Representative Web Workloads,
   * SIGMETRICS 1998.
   */
  readonly medianBytes: number;
  readonly sigma: number;
  /** Whether a url has one size and not one a request. */
  readonly fixedSize: boolean;
  /** Share of requests with a query. */
  readonly queryShare: number;
  readonly methods: Mix<number>;
  /** Statuses below 500 of methods that read and of those that write. */
  readonly reads: Mix<number>;
  readonly writes: Mix<number>;
  /** Whether the section itself is one of its urls. */
  readonly hasIndex: boolean;
  /** A path below the section's own. */
  readonly path: (section: string, random: Random) => string;
}

export const HOSTS = [
  'www.example.com:443',
  'api.example.com:443',
  'static.example.com:80',
] as const;

export const METHODS = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'] as const;
const [GET, POST, HEAD, PUT, DELETE, OPTIONS] = [0, 1, 2, 3, 4, 5] as const;

const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  '/js': ['js'],
  '/css': ['css'],
  '/fonts': ['woff2'],
  '/images': ['png', 'jpg', 'webp', 'svg'],
  '/downloads': ['zip', 'pdf'],
};
const ANY_EXTENSION = ['js', 'css', 'png', 'jpg', 'svg', 'woff2', 'webp'];

export const PAGES: SectionKind = {
  host: 0,
  medianBytes: 9_000,
  sigma: 0.9,
  fixedSize: false,
  hasIndex: true,
  queryShare: 0.15,
  methods: new Mix([
    [GET, 93],
    [POST, 4.5],
    [HEAD, 2.5],
  ]),
  reads: new Mix([
    [200, 88],
    [304, 4],
    [301, 1.6],
    [302, 1.8],
    [404, 3.6],
    [403, 0.6],
    [401, 0.4],
  ]),
  writes: new Mix([
    [200, 38],
    [302, 52],
    [303, 4],
    [400, 3],
    [403, 3],
  ]),
  path: (section, random) =>
    random.chance(0.4)
      ? `${section}/${slug(random)}/${slug(random)}`
      : `${section}/${slug(random)}`,
};

/** `/` has one url and it is always there. */
export const HOME: SectionKind = {
  ...PAGES,
  queryShare: 0.05,
  methods: new Mix([
    [GET, 95],
    [HEAD, 5],
  ]),
  reads: new Mix([
    [200, 94],
    [304, 4],
    [301, 2],
  ]),
};

export const ASSETS: SectionKind = {
  host: 2,
  medianBytes: 16_000,
  sigma: 1.4,
  fixedSize: true,
  hasIndex: false,
  queryShare: 0.03,
  methods: new Mix([
    [GET, 99.4],
    [HEAD, 0.6],
  ]),
  reads: new Mix([
    [200, 76],
    [304, 20],
    [206, 1.5],
    [404, 2.4],
    [403, 0.1],
  ]),
  writes: new Mix([[405, 1]]),
  path: (section, random) => {
    const hash = random.uint32().toString(16).padStart(8, '0');
    const extensions = EXTENSIONS[section] ?? ANY_EXTENSION;
    const extension = extensions[random.below(extensions.length)] ?? '';
    return `${section}/${slug(random)}.${hash}.${extension}`;
  },
};

export const CALLS: SectionKind = {
  host: 1,
  medianBytes: 1_100,
  sigma: 1.1,
  fixedSize: false,
  hasIndex: true,
  queryShare: 0.3,
  methods: new Mix([
    [GET, 71],
    [POST, 19],
    [PUT, 5],
    [DELETE, 2],
    [OPTIONS, 3],
  ]),
  reads: new Mix([
    [200, 91],
    [304, 2],
    [404, 3],
    [401, 2.4],
    [403, 0.9],
    [429, 0.7],
  ]),
  writes: new Mix([
    [200, 40],
    [201, 36],
    [204, 14],
    [400, 4],
    [401, 2],
    [409, 1],
    [422, 3],
  ]),
  path: (section, random) =>
    `${section}/v${1 + random.below(2)}/${slug(random)}s` +
    (random.chance(0.6) ? `/${10_000 + random.below(90_000)}` : ''),
};

/** Methods that change something or ask what is allowed: their answers are those of `writes`. */
export function isWrite(method: number): boolean {
  return method !== GET && method !== HEAD;
}

/** Whether an answer to this method has no body, whatever its status. */
export function isBodiless(method: number): boolean {
  return method === HEAD || method === OPTIONS;
}
