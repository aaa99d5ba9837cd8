import js from '@eslint/js';
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier/flat';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// The boundary rule reads Nx's cached project graph, and where there is none it prints a warning
// and checks nothing: a fresh clone would lint clean whatever it imports. So the graph is made
// here.
process.env.NX_DAEMON ??= 'false';
process.env.NX_ISOLATE_PLUGINS ??= 'false';
await createProjectGraphAsync({ exitOnError: false });

// Dependencies point one way; libs/generator is pure and counts as domain.
const LAYERS = {
  domain: ['domain'],
  ports: ['domain'],
  adapters: ['ports', 'domain'],
  app: ['adapters', 'ports', 'domain'],
  testing: ['ports', 'domain'],
};

const moduleBoundaries = (layers) => [
  'error',
  {
    banTransitiveDependencies: true,
    depConstraints: Object.entries(layers).map(([layer, targets]) => ({
      sourceTag: `layer:${layer}`,
      onlyDependOnLibsWithTags: targets.map((target) => `layer:${target}`),
    })),
  },
];

const PURE = ['libs/domain/src/**/*.ts', 'libs/generator/src/**/*.ts', 'libs/ports/src/**/*.ts'];
const CONTAINER = 'apps/*/src/container.ts';

const CONTAINER_ONLY =
  'Only apps/*/src/container.ts knows the container: take what you need as a constructor argument.';
const TAKE_A_CLOCK =
  'Take the instant as an argument or a Clock; the real one is in libs/adapters/src/clock.';
const TAKE_A_SEED = 'Take a seeded generator as an argument, so that a run can be repeated.';
const NO_PLATFORM =
  'This library runs without Node: declare a port and implement it in libs/adapters.';

const containerImports = ['inversify', 'reflect-metadata'].map((name) => ({
  name,
  message: CONTAINER_ONLY,
}));

// no-restricted-imports does not see `import()`, hence the selectors of ImportExpression.
const everywhere = [
  {
    selector: 'ExportAllDeclaration',
    message: 'Name what is exported: export { One, type Two } from ...',
  },
];
const outsideContainer = [
  {
    selector: 'ImportExpression[source.value=/^(inversify|reflect-metadata)/]',
    message: CONTAINER_ONLY,
  },
];
const inProduction = [
  {
    selector: ':matches(CallExpression, NewExpression[arguments.length=0])[callee.name="Date"]',
    message: TAKE_A_CLOCK,
  },
];
const inPure = [
  { selector: 'ImportExpression', message: 'A pure library loads nothing while it runs.' },
];

export default defineConfig(
  {
    ignores: [
      ...['**/dist/**', '**/out-tsc/**', '**/out-test/**', '**/coverage/**', '.nx/**'],
      'libs/domain/assembly/**', // AssemblyScript, which looks like TypeScript and is not
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-restricted-syntax': ['error', ...everywhere],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries(LAYERS),
      'no-restricted-imports': ['error', { paths: containerImports }],
      'no-restricted-syntax': ['error', ...everywhere, ...outsideContainer],
    },
  },
  {
    // The fakes and contract suites are for tests: production code never sees them.
    files: ['{apps,libs}/*/test/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries({
        ...LAYERS,
        adapters: [...LAYERS.adapters, 'testing'],
        app: [...LAYERS.app, 'testing'],
      }),
    },
  },
  {
    files: ['{apps,libs}/*/src/**/*.ts'],
    ignores: ['libs/adapters/src/clock/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: TAKE_A_CLOCK },
      ],
      'no-restricted-syntax': ['error', ...everywhere, ...outsideContainer, ...inProduction],
    },
  },
  {
    files: [CONTAINER],
    rules: {
      'no-restricted-imports': 'off',
      'no-restricted-syntax': ['error', ...everywhere, ...inProduction],
    },
  },
  {
    files: PURE,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^node:', message: NO_PLATFORM },
            {
              regex: '^(?!node:|\\.{1,2}/|@hitwatch/)',
              message:
                'This library has no packages: write it here, or declare a port for libs/adapters.',
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...['performance', 'setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
          name,
          message: TAKE_A_CLOCK,
        })),
        ...['process', 'Buffer', 'console', 'fetch', 'crypto', 'globalThis'].map((name) => ({
          name,
          message: NO_PLATFORM,
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: TAKE_A_CLOCK },
        { object: 'Math', property: 'random', message: TAKE_A_SEED },
      ],
      'no-restricted-syntax': [
        'error',
        ...everywhere,
        ...outsideContainer,
        ...inProduction,
        ...inPure,
      ],
    },
  },
  {
    // Typed-array reads in the hot path: `array[i]!`, with a comment that says why it is in range.
    files: ['libs/domain/src/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // chai states with a property: expect(x).to.be.true
    files: ['**/test/**/*.ts', 'libs/testing/src/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: globals.node } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: globals.node } },
  prettier,
);
