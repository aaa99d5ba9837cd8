import { readFileSync } from 'node:fs';
import { expect } from 'chai';

const SOURCE = new URL('../src/', import.meta.url);
const IMPORT = /^(?:import|export) (?!type )[^;]*? from '(?<from>[^']+)';$/gmsu;

/** All that is loaded along with a file of this library, packages by name. */
function loadedWith(entry: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const load = (file: URL) => {
    if (loaded.has(file.href)) return;
    loaded.add(file.href);
    for (const { groups } of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const from = groups?.['from'] ?? '';
      if (from.startsWith('.')) load(new URL(from, file));
      else loaded.add(from);
    }
  };
  load(new URL(entry, SOURCE));
  return loaded;
}

describe('what lays out text', () => {
  it('is not loaded by those who do not ask for it: measuring cells is long to load', () => {
    expect(loadedWith('index.ts')).to.include('@hitwatch/domain').and.not.include('string-width');
    expect(loadedWith('views.ts')).to.include('string-width');
  });
});
