// Node before 22.18 cannot run TypeScript: esbuild strips the types, node_modules/.cache keeps what
// came out. (Newer ones strip types themselves, and register.mjs then registers nothing.) A loader
// of our own because tsx hooks the main thread only on Node 20, and our workers are TypeScript too.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { version } = createRequire(import.meta.url)('esbuild/package.json');
const cache = new URL('../../node_modules/.cache/ts-loader/', import.meta.url);

export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
  const path = fileURLToPath(url);
  const text = await readFile(path, 'utf8');
  const key = createHash('sha1').update(`${version}\0${path}\0${text}`).digest('hex');
  const cached = new URL(`${key}.mjs`, cache);
  const source = (await readFile(cached, 'utf8').catch(() => undefined)) ?? (await strip());
  return { format: 'module', shortCircuit: true, source };

  async function strip() {
    const { transform } = await import('esbuild'); // only when needed: it takes a child process
    const { code } = await transform(text, {
      loader: 'ts',
      format: 'esm',
      target: 'es2023',
      sourcefile: path,
      sourcemap: 'inline',
    });
    // Written aside and renamed: test processes of several projects fill the cache at once.
    const aside = new URL(`${cached.href}.${process.pid}.${Math.random().toString(36).slice(2)}`);
    await mkdir(cache, { recursive: true });
    await writeFile(aside, code);
    await rename(aside, cached);
    return code;
  }
}
