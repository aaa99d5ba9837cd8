// Compiles this folder to WebAssembly and writes it as src/kernel/kernel-binary.ts. Run it after a
// change:
//   node libs/domain/assembly/assemble.mjs
// The result is committed, so that building and testing need no compiler; a test compares both.
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const ASSEMBLY = new URL('./', import.meta.url);
const BINARY = new URL('../src/kernel/kernel-binary.ts', import.meta.url);

const OPTIONS = [
  '--outFile=kernel.wasm',
  '--optimizeLevel=3',
  '--converge',
  '--noAssert',
  '--runtime=stub',
  '--enable=simd',
  '--memoryBase=8',
  '--initialMemory=62',
  '--maximumMemory=62',
];

/** The text of kernel-binary.ts. */
export async function assembled() {
  let binary;
  const { error, stderr } = await asc.main(['index.ts', ...OPTIONS], {
    readFile: (name) => readFile(new URL(name, ASSEMBLY), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,88}/g);
  return [
    '// Written by assembly/assemble.mjs: WebAssembly with 128-bit SIMD, as Base64.',
    'export const KERNEL_BINARY =',
    ...lines.map((line, index) => `  '${line}'${index === lines.length - 1 ? ';' : ' +'}`),
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await writeFile(BINARY, await assembled());
}
