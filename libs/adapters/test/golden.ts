import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';

/**
 * Holds text to a file that a person has looked at. `UPDATE_GOLDEN=1` writes the file anew: look at
 * the difference before it is committed, for it is what users and programs will see.
 */
export function expectGolden(file: URL, text: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).to.equal(readFileSync(file, 'utf8'));
}
