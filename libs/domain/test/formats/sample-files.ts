import { readdirSync, readFileSync } from 'node:fs';
import { ByteBlock, type FormatFollower } from '../../src/index.ts';
import { readRecord, type RecordReading } from './record-reading.ts';

const SAMPLES = new URL('../fixtures/formats/', import.meta.url);
const LF = 10;
const CR = 13;

/** An instant after every line of the samples: 2026-01-01. */
export const REFERENCE = 1_767_225_600;

export interface SampleFile {
  /** `folder/file`. */
  readonly path: string;
  readonly block: ByteBlock;
}

export function sampleFiles(): readonly SampleFile[] {
  const folders = readdirSync(SAMPLES, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return folders.flatMap(({ name }) =>
    readdirSync(new URL(`${name}/`, SAMPLES)).map((file) => sampleFile(`${name}/${file}`)),
  );
}

export function sampleFile(path: string): SampleFile {
  return { path, block: new ByteBlock(new Uint8Array(readFileSync(new URL(path, SAMPLES)))) };
}

/** The lines of a block as pairs of start and end, as the splitter of the program cuts them. */
export function linesIn({ octets }: ByteBlock): (readonly [start: number, end: number])[] {
  const lines: (readonly [number, number])[] = [];
  for (let start = 0; start < octets.length;) {
    const lf = octets.indexOf(LF, start);
    const end = lf < 0 ? octets.length : lf;
    lines.push([start, end > start && octets[end - 1] === CR ? end - 1 : end]);
    start = end + 1;
  }
  return lines;
}

export interface FollowedLine {
  readonly line: string;
  readonly reading: RecordReading | string;
}

/** Every line of a block with what the follower makes of it. */
export function follow(follower: FormatFollower, block: ByteBlock): FollowedLine[] {
  return linesIn(block).map(([start, end]) => ({
    line: Buffer.from(block.octets.subarray(start, end)).toString(),
    reading: readRecord(follower, block, start, end),
  }));
}

export interface LineSums {
  readonly counted: number;
  readonly filtered: number;
  readonly unparsed: number;
}

export function sumsOf(lines: readonly FollowedLine[]): LineSums {
  const counted = lines.filter(({ reading }) => typeof reading !== 'string').length;
  const filtered = lines.filter(({ reading }) => reading === 'directive').length;
  return { counted, filtered, unparsed: lines.length - counted - filtered };
}
