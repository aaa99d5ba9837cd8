import { expect } from 'chai';
import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { directivesBefore, EnvironmentFailure } from '../../src/index.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const BLOCK_BYTES = 1 << 20;

/** The last line of each lasting directive among those that begin before `offset`. */
function slowly(text: string, offset: number): string {
  const last = new Map<string, string>();
  let at = 0;
  for (const line of text.split('\n')) {
    const [name = ''] = line.toLowerCase().split(':');
    const lasts = ['#fields', '#date', '#gmt-offset'].includes(name) && line.includes(':');
    if (lasts && at > 0 && at < offset) {
      last.delete(name);
      last.set(name, `${line}\n`);
    }
    at += line.length + 1;
  }
  return [...last.values()].join('');
}

describe('the directives before a place in a file', () => {
  let folder: TemporaryFolder;
  let path: string;

  beforeEach(() => {
    folder = new TemporaryFolder();
    path = join(folder.path, 'access.log');
  });
  afterEach(() => {
    folder.remove();
  });

  const found = (offsets: readonly number[], from?: number) =>
    directivesBefore(path, offsets, from).map((octets) => Buffer.from(octets).toString());

  it('are the last ones of each name, wherever blocks end', () => {
    const lines = fc.constantFrom(
      '#Fields: date time',
      '#fields: cs-uri',
      '#Date: 2024-01-01',
      '#GMT-Offset: -0800',
      '#Software: x',
      '#Fields',
      '#',
      '',
      'a line #Fields: no',
    );
    const property = fc.property(
      fc.array(lines, { maxLength: 8 }),
      fc.array(lines, { maxLength: 8 }),
      fc.integer({ min: -40, max: 40 }),
      fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: 3 }),
      (before, behind, shift, places) => {
        const early = ['x', ...before].join('\n');
        const filler = 'y'.repeat(BLOCK_BYTES - early.length - 1 + shift);
        const text = [early, filler, ...behind, ''].join('\n');
        writeFileSync(path, text);
        const offsets = places
          .map((place) => Math.max(1, Math.min(text.length, BLOCK_BYTES + place)))
          .sort((one, other) => one - other);
        expect(found(offsets)).to.deep.equal(offsets.map((offset) => slowly(text, offset)));
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  it('begin where they are looked for', () => {
    const text = 'x\n#Fields: one\ny\n#Date: 2024-01-01\nz\n';
    writeFileSync(path, text);
    expect(found([text.length], 3)).to.deep.equal(['#Date: 2024-01-01\n']);
    expect(found([1, 2, 3, text.length])).to.deep.equal([
      '',
      '',
      '#Fields: one\n',
      '#Fields: one\n#Date: 2024-01-01\n',
    ]);
  });

  it('are what is there of a file that has become shorter, and end in LF', () => {
    writeFileSync(path, 'x\n#Fields: one');
    expect(found([5000, 9000])).to.deep.equal(['#Fields: one\n', '#Fields: one\n']);
    writeFileSync(path, `x\n#Fields: ${'a '.repeat(8000)}\n`);
    const [long = ''] = found([20_000]);
    expect(long)
      .to.have.length(8193)
      .and.match(/^#Fields: a .*\n$/);
  });

  it('of a file that is not there are a failure', () => {
    expect(() => directivesBefore(path, [1])).to.throw(EnvironmentFailure, 'no such file');
  });
});
