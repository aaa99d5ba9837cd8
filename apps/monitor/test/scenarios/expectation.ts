import { expect } from 'chai';

import { instantOf, instantText } from './instant.ts';
import type { Telling } from './telling.ts';

/** What a story says of its output. Throws, as chai does, when the output is another. */
export type Expectation = (telling: Telling) => void;

const AT = /^expect (text|ndjson) at (\S+)( shows)?$/;

/** `line` begins with `expect `; `block` is the text that follows, its bars removed. */
export function parseExpectation(line: string, block: readonly string[]): Expectation {
  const check = parseCheck(line, block);
  return (telling) => {
    try {
      check(telling);
    } catch (error) {
      if (error instanceof Error) error.message = `${line}\n${error.message}`;
      throw error;
    }
  };
}

function parseCheck(line: string, block: readonly string[]): Expectation {
  if (line === 'expect alerts') return (telling) => expect(alerts(telling)).to.deep.equal(block);
  if (line === 'expect reports') return (telling) => expect(reports(telling)).to.deep.equal(block);
  const [, what, at = '', shows] = AT.exec(line) ?? [];
  if (what === undefined || (shows !== undefined && (what !== 'text' || block.length === 0))) {
    throw new Error(`not known in a story: ${line}`);
  }
  const atMs = instantOf(at);
  return (telling) => {
    if (what === 'ndjson') expectObjects(telling.objectsAt(atMs), block);
    else if (shows === undefined) expect(telling.textAt(atMs)).to.deep.equal(block);
    else expectInOrder(telling.textAt(atMs), block);
  };
}

/** Each alert and the instant at which it was told, in text and in NDJSON alike. */
function alerts({ text, objects }: Telling): string[] {
  const inText = text.flatMap(({ atMs, content }) =>
    // Behind it stands what drove it.
    content.startsWith('High traffic')
      ? [`${instantText(atMs)} ${content.split('\n')[0] ?? ''}`]
      : [],
  );
  const inNdjson = objects.flatMap(({ atMs, object }) =>
    object.type === 'alert' ? [`${instantText(atMs)} ${object.message}`] : [],
  );
  expect(inText).to.deep.equal(inNdjson);
  return inText;
}

/** The instant of each report and its hits. */
function reports({ objects }: Telling): string[] {
  return objects.flatMap(({ atMs, object }) =>
    object.type === 'interval' ? [`${instantText(atMs)} ${object.hits}`] : [],
  );
}

/** The lines stand in the text in this order, perhaps with others between them. */
function expectInOrder(text: readonly string[], wanted: readonly string[]): void {
  let from = 0;
  for (const line of wanted) {
    const found = text.indexOf(line, from);
    if (found < 0)
      expect.fail(`it lacks, from its line ${from + 1} on:\n${line}\n${text.join('\n')}`);
    from = found + 1;
  }
}

/** One pattern an object: it holds at least the members of the pattern. */
function expectObjects(objects: readonly object[], patterns: readonly string[]): void {
  expect(objects.length, JSON.stringify(objects)).to.equal(patterns.length);
  patterns.forEach((pattern, index) => {
    const wanted: unknown = JSON.parse(pattern);
    expect(reduced(objects[index], wanted)).to.deep.equal(wanted);
  });
}

/** What is left of a value when members that the pattern does not have are left out. */
function reduced(value: unknown, pattern: unknown): unknown {
  if (typeof pattern !== 'object' || pattern === null) return value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(pattern) || Array.isArray(value)) return value;
  const members = new Map<string, unknown>(Object.entries(value));
  const kept = Object.entries(pattern).filter(([name]) => members.has(name));
  return Object.fromEntries(kept.map(([name, sub]) => [name, reduced(members.get(name), sub)]));
}
