// Shows that the rules of eslint.config.js bite: each wrong line below fails lint with the rule
// that is meant to catch it, and each right one passes. The files exist only as names, so that
// nothing has to be cleaned up and a lint run at the same time sees nothing; without a file there
// are no types, hence the type-checked rules, which are not the point here, are off.
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BOUNDARY = '@nx/enforce-module-boundaries';
const IMPORT = 'no-restricted-imports';
const SYNTAX = 'no-restricted-syntax';
const PROPERTY = 'no-restricted-properties';
const GLOBAL = 'no-restricted-globals';

const WRONG: readonly (readonly [file: string, text: string, rule: string])[] = [
  ['libs/domain/src/x.ts', `export { readFileSync } from 'node:fs';`, IMPORT],
  ['libs/domain/src/x.ts', `export { readFileSync } from 'fs';`, IMPORT],
  ['libs/domain/src/x.ts', `export const fs = import('node:fs');`, SYNTAX],
  ['libs/domain/src/x.ts', `export { format } from 'date-fns/format';`, IMPORT],
  ['libs/domain/src/x.ts', `export { Container } from 'inversify';`, IMPORT],
  ['libs/domain/src/x.ts', `export { SystemClock } from '@hitwatch/adapters';`, BOUNDARY],
  ['libs/domain/src/x.ts', `export { x } from '../../adapters/src/index.ts';`, BOUNDARY],
  ['libs/domain/src/x.ts', `export type { LogSource } from '@hitwatch/ports';`, BOUNDARY],
  ['libs/domain/test/x.spec.ts', `export { FakeClock } from '@hitwatch/testing';`, BOUNDARY],
  ['libs/generator/src/x.ts', `export type { LogSource } from '@hitwatch/ports';`, BOUNDARY],
  ['libs/generator/src/x.ts', `export { randomInt } from 'node:crypto';`, IMPORT],
  ['libs/ports/src/x.ts', `export { SystemClock } from '@hitwatch/adapters';`, BOUNDARY],
  ['libs/ports/src/x.ts', `export type { Readable } from 'node:stream';`, IMPORT],
  ['libs/adapters/src/x.ts', `export { main } from 'hitwatch';`, BOUNDARY],
  ['libs/adapters/src/x.ts', `export { x } from '../../../apps/monitor/src/main.ts';`, BOUNDARY],
  ['libs/adapters/src/x.ts', `export { FakeClock } from '@hitwatch/testing';`, BOUNDARY],
  ['libs/adapters/src/x.ts', `export { injectable } from 'inversify';`, IMPORT],
  ['libs/adapters/src/x.ts', `import 'reflect-metadata';`, IMPORT],
  ['libs/adapters/src/x.ts', `export { default } from 'ansi-regex';`, BOUNDARY],
  ['libs/testing/src/x.ts', `export { SystemClock } from '@hitwatch/adapters';`, BOUNDARY],
  ['apps/monitor/src/x.ts', `export { FakeClock } from '@hitwatch/testing';`, BOUNDARY],
  ['apps/monitor/src/x.ts', `export { Container } from 'inversify';`, IMPORT],
  ['apps/monitor/src/x.ts', `export const di = import('inversify');`, SYNTAX],
  ['apps/monitor/test/x.spec.ts', `export { Container } from 'inversify';`, IMPORT],
  ['apps/loadgen/src/x.ts', `export { main } from 'hitwatch';`, BOUNDARY],

  ['libs/domain/src/x.ts', `export const now = Date.now();`, PROPERTY],
  ['libs/domain/src/x.ts', `export const now = new Date();`, SYNTAX],
  ['libs/domain/src/x.ts', `export const now = Date();`, SYNTAX],
  ['libs/domain/src/x.ts', `export const dice = Math.random();`, PROPERTY],
  ['libs/domain/src/x.ts', `export const now = performance.now();`, GLOBAL],
  ['libs/domain/src/x.ts', `setTimeout(() => undefined, 1);`, GLOBAL],
  ['libs/domain/src/x.ts', `export const root = globalThis;`, GLOBAL],
  ['libs/domain/src/x.ts', `export const { env } = process;`, GLOBAL],
  ['libs/generator/src/x.ts', `export const dice = Math.random();`, PROPERTY],
  ['libs/ports/src/x.ts', `export const now = Date.now();`, PROPERTY],
  ['libs/adapters/src/files/x.ts', `export const now = Date.now();`, PROPERTY],
  ['apps/monitor/src/container.ts', `export const now = new Date();`, SYNTAX],
  ['libs/adapters/src/index.ts', `export * from './clock/system-clock.ts';`, SYNTAX],
  [
    'libs/adapters/src/x.ts',
    `export const a = [1][0]!;`,
    '@typescript-eslint/no-non-null-assertion',
  ],
];

const RIGHT: readonly (readonly [file: string, text: string])[] = [
  ['libs/domain/src/x.ts', `export { ByteBlock } from './bytes/byte-block.ts';`],
  ['libs/domain/src/x.ts', `export const at = (ms: number) => new Date(ms);`],
  ['libs/domain/src/x.ts', `export const a = (b: Uint8Array) => b[0]! + 1;`],
  ['libs/domain/test/x.spec.ts', `export { readFileSync } from 'node:fs';`],
  ['libs/domain/test/x.spec.ts', `export { expect } from 'chai';`],
  ['libs/generator/src/x.ts', `export { ByteBlock } from '@hitwatch/domain';`],
  ['libs/ports/src/x.ts', `export type { Clock } from '@hitwatch/domain';`],
  ['libs/adapters/src/x.ts', `export type { LogSource } from '@hitwatch/ports';`],
  ['libs/adapters/src/x.ts', `export { readFileSync } from 'node:fs';`],
  ['libs/adapters/src/x.ts', `export { format } from 'date-fns/format';`],
  ['libs/adapters/src/clock/x.ts', `export const now = Date.now();`],
  ['libs/adapters/test/x.spec.ts', `export { FakeClock } from '@hitwatch/testing';`],
  ['libs/testing/src/x.ts', `export type { LogSource } from '@hitwatch/ports';`],
  ['apps/monitor/src/container.ts', `export { Container } from 'inversify';`],
  ['apps/monitor/src/x.ts', `export { SystemClock } from '@hitwatch/adapters';`],
  ['apps/monitor/test/x.spec.ts', `export { FakeClock } from '@hitwatch/testing';`],
];

describe('module boundaries', () => {
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfig: [
      {
        files: ['**/*.ts'],
        languageOptions: { parserOptions: { projectService: false } },
        rules: tseslint.configs.disableTypeChecked.rules ?? {},
      },
    ],
  });

  async function findings(file: string, text: string) {
    const [result] = await eslint.lintText(`${text}\n`, { filePath: `${ROOT}/${file}` });
    return result?.messages ?? [];
  }

  for (const [file, text, rule] of WRONG) {
    it(`${file} may not say: ${text}`, async () => {
      const rules = (await findings(file, text)).map((finding) => finding.ruleId);
      expect(rules).to.include(rule);
    });
  }

  for (const [file, text] of RIGHT) {
    it(`${file} may say: ${text}`, async () => {
      expect(await findings(file, text)).to.deep.equal([]);
    });
  }

  it('a ban says what to use instead', async () => {
    const [clock] = await findings('libs/domain/src/x.ts', 'export const now = Date.now();');
    expect(clock?.message).to.match(/Clock/);
    const [node] = await findings('libs/domain/src/x.ts', `export { inspect } from 'node:util';`);
    expect(node?.message).to.match(/declare a port/);
  });
});
