import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Data that is handed to this project and is not part of it; it may be missing. */
const SHARED = new URL('../../../../../shared/data/', import.meta.url);
const FIXTURES = new URL('../fixtures/', import.meta.url);

type Ranking = readonly (readonly [key: string, hits: number])[];

export interface Crossing {
  readonly type: 'triggered' | 'recovered';
  /** Epoch second. */
  readonly t: number;
  readonly window_total: number;
  readonly after_last_event: boolean;
}

/** What is in a log, found out by other means; fixtures/README.md says how. */
export interface Truth {
  readonly name: string;
  readonly files: readonly string[];
  readonly sha256_of_concatenation: string;
  readonly total_lines: number;
  readonly parsable_lines: number;
  readonly unparsable_lines: number;
  readonly min_timestamp: string;
  readonly max_timestamp: string;
  readonly min_epoch: number;
  readonly max_epoch: number;
  readonly max_backward_jump_s: number;
  readonly per_second_max: { readonly hits: number; readonly at: readonly string[] };
  readonly bytes_total: number;
  readonly distinct_hosts: number;
  readonly top_hosts: Ranking;
  readonly methods: Readonly<Record<string, number>>;
  readonly status: Readonly<Record<string, number>>;
  readonly sections_B_origin_kept_top20: Ranking;
  readonly distinct_sections_B: number;
  readonly crossings: Readonly<Record<string, { readonly events: readonly Crossing[] }>>;
}

/** One file of a log. */
export interface LogFile {
  readonly name: string;
  readonly content: Buffer;
}

export interface KnownLog {
  readonly name: string;
  /** Why it cannot be read here, or undefined. */
  readonly missing: string | undefined;
  readonly load: () => { readonly truth: Truth; readonly files: readonly LogFile[] };
}

/** The logs whose truth is known: two are in this repository, the others beside it. */
export const KNOWN_LOGS: readonly KnownLog[] = [
  fixture('telegraf-nginx-500', 'telegraf-nginx-elastic.log'),
  fixture('hackers-3k', 'hackers-access.log.gz'),
  shared('elastic-apache-10k'),
  shared('erddap-9-to-1'),
  shared('gonx-nginx-1k'),
];

function fixture(name: string, file: string): KnownLog {
  const load = () => {
    const content = readFileSync(new URL(file, FIXTURES));
    const plain = file.endsWith('.gz') ? gunzipSync(content) : content;
    const files = [{ name: file.replace('.gz', ''), content: plain }];
    return { truth: readTruth(new URL(`${name}.json`, FIXTURES)), files };
  };
  return { name, missing: undefined, load };
}

function shared(name: string): KnownLog {
  const url = new URL(`truth/${name}.json`, SHARED);
  const missing = existsSync(url) ? undefined : `../shared/data/truth/${name}.json is not there`;
  const load = () => {
    const truth = readTruth(url);
    const files = truth.files.map((path) => {
      const content = readFileSync(fileURLToPath(new URL(path, SHARED)));
      return { name: path.slice(path.lastIndexOf('/') + 1), content };
    });
    return { truth, files };
  };
  return { name, missing, load };
}

function readTruth(url: URL): Truth {
  return JSON.parse(readFileSync(url, 'utf8')) as Truth; // its sha256 is compared with the log's
}
