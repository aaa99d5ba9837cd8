import { expect } from 'chai';
import type { OpenGeneration } from '../../src/files/generation.ts';
import { KnownGenerations } from '../../src/files/known-generations.ts';

const STREAM = { id: 1, path: 'access.log' };

/** A generation as far as it is looked at here. */
function generation(ino: number, beginning: string, modifiedMs = 0): OpenGeneration {
  const fingerprint = Buffer.from(beginning);
  const known = { identity: { dev: 1, ino }, fingerprint, seen: { sizeBytes: 0, modifiedMs } };
  // Nothing else of one is asked for.
  return known as unknown as OpenGeneration;
}

describe('KnownGenerations', () => {
  const first = generation(5, 'the beginning of the first');
  const second = generation(5, 'that of another with its inode');

  it('does not take the end of a file for that of another one with its inode', () => {
    const known = new KnownGenerations();
    known.add(first, 400, STREAM);
    expect(known.endOf(second)).to.equal(undefined);
    expect(known.readAs({ ...STREAM, id: 2 })).to.equal(undefined);
    expect(known.endOf(first)).to.equal(400);
    expect(known.readAs(STREAM)?.end).to.equal(400);
  });

  it('knows a file that was packed when its inode has been given to another', () => {
    const known = new KnownGenerations();
    known.add(first, 400);
    known.add(second, 500);
    expect(known.hasCopyOf(generation(6, 'the beginning of the first'), false)).to.equal(true);
    expect(known.endOf(second)).to.equal(500);
  });

  it('tells files that begin alike by their time where it has to', () => {
    const known = new KnownGenerations();
    known.add(generation(5, 'all logs begin like this', 10_000), 400);
    const packed = (modifiedMs: number) => generation(6, 'all logs begin like this', modifiedMs);
    expect(known.hasCopyOf(packed(10_400), true)).to.equal(true);
    expect(known.hasCopyOf(packed(70_000), true)).to.equal(false);
    expect(known.hasCopyOf(packed(70_000), false)).to.equal(true);
  });
});
