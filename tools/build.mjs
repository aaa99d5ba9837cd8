// Bundles one app into apps/<name>/dist: every entry point in src that a process or a worker starts
// from. Only this writes dist, and empties it first; tsc has out-tsc for itself.
import { chmod, readFile, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import { leanChunks } from './lean-chunks.mjs';

const name = process.argv[2];
if (name === undefined) throw new Error('usage: node tools/build.mjs APP');
const app = fileURLToPath(new URL(`../apps/${name}/`, import.meta.url));
const { version } = JSON.parse(await readFile(`${app}package.json`, 'utf8'));

/** The build of yaml that is ES modules, wherever npm has put it. */
function yaml() {
  const require = createRequire(new URL('../libs/adapters/package.json', import.meta.url));
  return join(dirname(require.resolve('yaml/package.json')), 'browser/index.js');
}

// A worker is a file beside main.js: `new Worker(new URL('./x.worker.js', import.meta.url))`.
const workers = (await readdir(`${app}src`)).filter((file) => file.endsWith('.worker.ts'));

const REQUIRE = [
  "import { createRequire as requireOf } from 'node:module';",
  'const require = requireOf(import.meta.url);',
].join(' ');
const libraries = fileURLToPath(new URL('../libs', import.meta.url));

await rm(`${app}dist`, { recursive: true, force: true });
const common = {
  outdir: `${app}dist`,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: 'linked',
  legalComments: 'linked',
  logLevel: 'warning',
  minifySyntax: true,
  keepNames: true,
  // The clients of NATS are CommonJS and require built-in modules.
  banner: { js: REQUIRE },
  // Its build for Node is CommonJS that requires built-in modules, which an ES module cannot.
  alias: { yaml: yaml() },
  define: { 'process.env.HITWATCH_VERSION': JSON.stringify(version) },
};

/** What main.ts loads later is a file beside it, so that main.js is all there is to load before. */
const later = new Set();
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/[^/]+\.ts$/ }, ({ path, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      later.add(path.slice(2));
      return { path: path.replace(/\.ts$/, '.js'), external: true };
    });
  },
};
await build({
  ...common,
  entryPoints: [`${app}src/main.ts`],
  plugins: [apart, leanChunks(`${app}src`, libraries)],
});
// Each on its own: what a worker shares with the program would bring all of it along.
for (const file of [...later, ...workers]) {
  const entry = `${app}src/${file}`;
  await build({
    ...common,
    entryPoints: [entry],
    plugins: [leanChunks(`${app}src`, libraries, entry)],
    splitting: true,
    // Beside main.js, since a worker's file is named relative to the code that starts it.
    chunkNames: 'chunk-[hash]',
  });
}
await chmod(`${app}dist/main.js`, 0o755);
