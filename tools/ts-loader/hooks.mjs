// Node < 22.18 cannot run TypeScript: strip types with esbuild, keep the result in node_modules/.cache.
// (Newer Nodes strip types themselves; register.mjs then registers nothing.)
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const cacheDir = new URL('../../node_modules/.cache/ts-loader/', import.meta.url);
const version = 'v1-esbuild0.28.2';

export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
  const path = fileURLToPath(url);
  const source = await readFile(path, 'utf8');
  const cached = new URL(`${createHash('sha1').update(`${version}\0${path}\0${source}`).digest('hex')}.mjs`, cacheDir);
  let code = await readFile(cached, 'utf8').catch(() => undefined);
  if (code === undefined) {
    const { transform } = await import('esbuild');
    ({ code } = await transform(source, { loader: 'ts', format: 'esm', target: 'es2023', sourcefile: path, sourcemap: 'inline' }));
    const tmp = new URL(`${cached.href}.${process.pid}.${Math.random().toString(36).slice(2)}`);
    await mkdir(cacheDir, { recursive: true });
    await writeFile(tmp, code);
    await rename(tmp, cached);
  }
  return { format: 'module', shortCircuit: true, source: code };
}
