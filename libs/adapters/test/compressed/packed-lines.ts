import { readFileSync } from 'node:fs';

/** Lines that say which they are, and long runs, which each packing has its own way with. */
export function fixtureText(): string {
  const lines: string[] = [];
  for (let line = 0; line < 9000; line++) {
    const number = String(Math.imul(line + 1, 2_654_435_761) >>> 0);
    lines.push(line % 1000 === 999 ? '='.repeat(line) : `${line} ${number} ${'ab'[line % 2]}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Octets of a file in `fixtures`; README.md there says how they were made. */
export function fixture(name: string): Buffer {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
}
