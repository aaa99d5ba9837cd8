import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';

// `UPDATE_GOLDEN=1` writes the files anew: look at the difference before it is committed, for it is
// what users and programs will see.
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';

/** Holds text to a file that a person has looked at. */
export function expectGoldenText(file: URL, text: string): void {
  if (UPDATE) writeFileSync(file, text);
  expect(text).to.equal(readFileSync(file, 'utf8'));
}

/** The same for a value: its members and their order, however the file is laid out. */
export function expectGoldenJson(file: URL, value: unknown): void {
  if (UPDATE) writeFileSync(file, JSON.stringify(value));
  const golden: unknown = JSON.parse(readFileSync(file, 'utf8'));
  expect(JSON.stringify(value, null, 2)).to.equal(JSON.stringify(golden, null, 2));
}
