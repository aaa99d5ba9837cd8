import { parseExpectation, type Expectation } from './expectation.ts';
import { instantOf, SECOND_MS } from './instant.ts';

/** One thing that happens at a moment of the story. */
export type Happening =
  | { readonly kind: 'lines'; readonly file: string | undefined; readonly text: string }
  | { readonly kind: 'notice'; readonly code: string; readonly message: string }
  | { readonly kind: 'finished'; readonly file: string | undefined }
  | { readonly kind: 'end' }
  | { readonly kind: 'stop' };

export interface Moment {
  /** Wall-clock milliseconds. */
  readonly atMs: number;
  readonly happening: Happening;
}

export interface Story {
  /** What it shows: the comment that it begins with. */
  readonly moral: string;
  /** As they would be typed behind `hitwatch`. */
  readonly args: readonly string[];
  /** Wall-clock milliseconds of 00:00. */
  readonly startMs: number;
  /** In the order of time. */
  readonly moments: readonly Moment[];
  readonly expectations: readonly Expectation[];
}

const CLOCK = 'clock ';
const COMMAND = '$ hitwatch ';
const AT = /^at (\S+)(?: to (\S+))?\s+(.+)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Reads a story file; README.md beside this says what may stand in one. */
export function parseStory(text: string): Story {
  const lines = text.split('\n');
  const opening = lines.findIndex((line) => !line.startsWith('#'));
  const moral = lines.slice(0, opening).map((line) => line.slice(2));
  let args: readonly string[] | undefined;
  let startMs = NaN;
  const moments: Moment[] = [];
  const expectations: Expectation[] = [];
  for (let at = opening; at < lines.length; at++) {
    const line = (lines[at] ?? '').trimEnd();
    const wrong = (why: string) => new Error(`line ${at + 1}: ${why}: ${line}`);
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('|')) throw wrong('expected text without an expect before it');
    if (line.startsWith(COMMAND)) args = line.slice(COMMAND.length).split(/\s+/);
    else if (line.startsWith(CLOCK)) startMs = Date.parse(line.slice(CLOCK.length));
    else if (line.startsWith('expect ')) {
      const block: string[] = [];
      while (lines[at + 1]?.startsWith('|')) block.push((lines[++at] ?? '').slice(1));
      expectations.push(parseExpectation(line, block));
    } else {
      const [, from = '', to = from, what] = AT.exec(line) ?? [];
      if (what === undefined) throw wrong('neither at, expect, clock nor $ hitwatch');
      for (let ms = instantOf(from); ms <= instantOf(to); ms += SECOND_MS) {
        moments.push({ atMs: startMs + ms, happening: parseHappening(what, startMs, ms) });
      }
    }
  }
  if (args === undefined) throw new Error('a story needs a line that begins with $ hitwatch');
  if (Number.isNaN(startMs)) throw new Error('a story needs clock and an RFC 3339 time');
  moments.sort((a, b) => a.atMs - b.atMs);
  return { moral: moral.join(' '), args, startMs, moments, expectations };
}

function parseHappening(what: string, startMs: number, ms: number): Happening {
  const [verb = '', ...rest] = what.split(/\s+/);
  switch (verb) {
    case 'end':
    case 'stop':
      return { kind: verb };
    case 'finished':
      return { kind: 'finished', file: rest[0] };
    case 'notice':
      return { kind: 'notice', code: rest[0] ?? '', message: rest.slice(1).join(' ') };
    default:
      return parseLines(what, startMs, ms);
  }
}

/** `[N x] [METHOD] TARGET [key value]...` or `[N x] garbled TEXT`. */
function parseLines(what: string, startMs: number, ms: number): Happening {
  const [, count = '1', rest = ''] = /^(?:(\d+) x )?(.*)$/.exec(what) ?? [];
  const repeated = (line: string) => `${line}\n`.repeat(Number(count));
  const garbled = /^garbled(?: (.*))?$/.exec(rest);
  if (garbled !== null) return { kind: 'lines', file: undefined, text: repeated(garbled[1] ?? '') };
  const words = rest.split(/\s+/);
  const method = /^[A-Z]+$/.test(words[0] ?? '') ? words.shift() : 'GET';
  const target = words.shift() ?? '';
  if (!/^(\/|\*$|https?:)/.test(target)) throw new Error(`not known in a story: ${what}`);
  const fields = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2) fields.set(words[at] ?? '', words[at + 1] ?? '');
  const field = (name: string, otherwise: string) => {
    const value = fields.get(name) ?? otherwise;
    fields.delete(name);
    return value;
  };
  const stamped = field('stamped', '');
  const stampMs = stamped.includes('T')
    ? Date.parse(stamped)
    : startMs + (stamped === '' ? ms : instantOf(stamped));
  const line =
    `${field('from', '192.0.2.1')} - - [${clfTime(stampMs)}] "${method} ${target} HTTP/1.1"` +
    ` ${field('status', '200')} ${field('bytes', '100')} "-" "-"`;
  const file = field('in', '');
  if (fields.size > 0) throw new Error(`not known in a story: ${[...fields.keys()].join(', ')}`);
  return { kind: 'lines', file: file === '' ? undefined : file, text: repeated(line) };
}

function clfTime(ms: number): string {
  const [, year, month, day, time] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(new Date(ms).toISOString()) ?? [];
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`;
}
