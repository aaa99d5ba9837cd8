// A plugin of esbuild, so that a command loads what it needs, and that in few files: to find one
// more takes about as long as to parse 20 KB that are not needed.
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const IMPORT = /^import \{([^}]*)\} from '(@hitwatch\/[^']+)';/gm;
const EXPORT = /^export \{([^}]*)\} from '(\.[^']+)';/gm;
const LATE_IMPORT = /\bimport\('(\.[^']+)'\)/g;

const require = createRequire(import.meta.url);

/**
 * A name is imported from the file that has it instead of from the entry point of its library. Else
 * whatever imports one name would bring all that the library exports.
 *
 * What `import()` loads comes after `first`, and, within `app`, after the file that asks for it.
 * Saying so keeps in one chunk what these need: by itself esbuild cuts it up by what each late one
 * needs as well.
 */
export function leanChunks(app, libraries, first) {
  return {
    name: 'lean-chunks',
    setup(build) {
      const earlier = new Map();
      build.onStart(async () => {
        for (const [late] of await lateImports(libraries)) earlier.set(late, [first]);
        for (const [late, importer] of await lateImports(app)) earlier.set(late, [first, importer]);
        earlier.delete(first);
      });
      build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
        const text = await straight(await readFile(path, 'utf8'));
        const before = (earlier.get(path) ?? []).map((file) => `import ${JSON.stringify(file)};`);
        return { contents: [text, ...before].join('\n'), loader: 'ts' };
      });
    },
  };
}

/** Pairs of a file that is loaded only when it is wanted, and the one that does so. */
async function lateImports(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  const found = files.map(async ({ parentPath, name }) => {
    const importer = join(parentPath, name);
    const imports = (await readFile(importer, 'utf8')).matchAll(LATE_IMPORT);
    return [...imports].map(([, file]) => [resolve(parentPath, file), importer]);
  });
  return (await Promise.all(found)).flat();
}

/** The source of a file with its imports of libraries led to where the names are. */
async function straight(source) {
  const libraries = new Set([...source.matchAll(IMPORT)].map(([, , library]) => library));
  const tables = new Map();
  for (const library of libraries) tables.set(library, await filesOf(library));
  return source.replace(IMPORT, (statement, names, library) => {
    const imports = valuesOf(names).map((name) => {
      const file = tables.get(library).get(name) ?? library;
      return `import { ${name} } from ${JSON.stringify(file)};`;
    });
    // As many lines as before, so that what follows stays where it was.
    return imports.join(' ') + '\n'.repeat(statement.split('\n').length - 1);
  });
}

/** By name, the file from which the entry point of a library exports it. */
async function filesOf(library) {
  const entry = require.resolve(library);
  const statements = (await readFile(entry, 'utf8')).matchAll(EXPORT);
  return new Map(
    [...statements].flatMap(([, names, file]) =>
      valuesOf(names).map((name) => [name, resolve(dirname(entry), file)]),
    ),
  );
}

/** The names in braces that are no types. */
function valuesOf(names) {
  const all = names.split(',').map((name) => name.trim());
  return all.filter((name) => name !== '' && !name.startsWith('type '));
}
