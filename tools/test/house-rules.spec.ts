// The rules of this house that a linter does not know. Each says why it is there when it fails.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const SOURCE_LINES_MAX = 300;
const TEST_LINES_MAX = 400;
const COLUMNS_MAX = 100;
const VAGUE_NAMES = /^(utils?|helpers?|commons?|shared|core|types?|constants?|misc)$/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const WELL_KNOWN_NAMES = /^(\.[a-z0-9.-]+|[A-Z]+(\.md)?)$/; // .prettierrc.json, README.md, LICENSE
const EXACT_VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const paths = listFiles();
const source = paths.filter((path) => /\.(ts|js|mjs|cjs)$/.test(path));
const specs = source.filter((path) => path.includes('/test/'));
// Logs that others wrote may hold anything: lines of any length, any path, any name.
const ours = paths.filter((path) => !/(^|\/)(fixtures|data)\//.test(path));

describe('house rules', () => {
  rule('a source file has one idea: cut it where the second begins', () =>
    source.flatMap((path) => {
      const max = isTest(path) ? TEST_LINES_MAX : SOURCE_LINES_MAX;
      const lines = linesOf(path).length;
      return lines > max ? [`${path}: ${lines} lines, at most ${max}`] : [];
    }),
  );

  rule('a file is named for what it does, so that it does not collect the rest', () =>
    source.filter((path) =>
      path.split('/').some((part) => VAGUE_NAMES.test(part.replace(/\..*$/, ''))),
    ),
  );

  rule('names are kebab-case: they are the same on file systems that fold case', () =>
    ours.filter((path) =>
      path.split('/').some((part) => !KEBAB_CASE.test(part) && !WELL_KNOWN_NAMES.test(part)),
    ),
  );

  rule('a test left focused silences all others', () =>
    linesWhere(specs, (line) => /\b(describe|context|suite|it|specify|test)\.only\(/.test(line)),
  );

  rule(
    "a skipped test tells why: console.log('skipped: ...'), or '(skipped: ...)' in its title",
    () =>
      linesWhere(specs, (line, index, lines) => {
        if (/\bx(describe|context|it|specify)\(/.test(line)) return true;
        if (/\bthis\.skip\(/.test(line)) {
          return !lines
            .slice(Math.max(0, index - 4), index + 1)
            .join('\n')
            .includes('skipped: ');
        }
        if (!/\b(describe|context|suite|it|specify|test)\.skip\(/.test(line)) return false;
        return !lines
          .slice(index, index + 3)
          .join('\n')
          .includes('(skipped: ');
      }),
  );

  rule(`lines have at most ${COLUMNS_MAX} columns: two files fit side by side`, () =>
    linesWhere(
      ours.filter((path) => /\.(ts|md)$/.test(path)),
      (line, _index, _lines, path) => {
        if (extname(path) === '.md' && /^\s*\||https?:\/\//.test(line)) return false;
        // One string alone on its line, such as a user agent, has nowhere to break.
        return line.length > COLUMNS_MAX && !/^\s*(['"`]).*\1[,;)]*$/.test(line);
      },
    ),
  );

  rule('versions are exact: two installs of one commit are the same', () =>
    packageFiles().flatMap((path) => {
      const groups = readJson(path) as Record<string, Record<string, string> | undefined>;
      return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
        .flatMap((group) => Object.entries(groups[group] ?? {}))
        .filter(([name, version]) => !(name.startsWith('@hitwatch/') && version === '*'))
        .filter(([, version]) => !EXACT_VERSION.test(version))
        .map(([name, version]) => `${path}: ${name} ${version}`);
    }),
  );

  rule('the lock file names no host: it installs from whatever registry the user has', () => {
    const lock = readJson('package-lock.json') as {
      packages: Record<string, { resolved?: string }>;
    };
    return Object.entries(lock.packages)
      .filter(([, { resolved }]) => resolved?.includes(':'))
      .map(([name, { resolved }]) => `${name}: ${resolved ?? ''}`);
  });

  rule('every project is in the root tsconfig: `tsc -b` checks all there is', () => {
    const { references } = readJson('tsconfig.json') as { references: { path: string }[] };
    const listed = new Set(references.map(({ path }) => path.replace('./', '')));
    const packages = packageFiles().filter((path) => /^(apps|libs)\//.test(path));
    const projects = paths.filter((path) => path.endsWith('/tsconfig.json'));
    return [...new Set([...packages, ...projects].map((path) => dirname(path)))].filter(
      (folder) => !listed.has(folder),
    );
  });

  rule('.env is committed: from it Nx learns to leave the terminal alone', () =>
    paths.includes('.env') ? [] : ['.env'],
  );

  rule('no file knows the machine or the registry that it was made with', () => {
    const checkout = new RegExp(`(?<![\\w./-])${['', 'work', ''].join('/')}`);
    const registry = new RegExp(
      `\\b${['registry', ''].join('\\.')}[\\w.-]+\\.(com|dev|io|net|org)\\b`,
    );
    return linesWhere(ours, (line) => checkout.test(line) || registry.test(line));
  });
});

function rule(reason: string, offenders: () => readonly string[]): void {
  it(reason, () => {
    const found = offenders();
    if (found.length > 0) throw new Error(`${reason}\n  ${found.join('\n  ')}`);
  });
}

function isTest(path: string): boolean {
  return /(^|\/)test\//.test(path);
}

/** What is committed or about to be; without git, what a commit would hold. */
function listFiles(): readonly string[] {
  const git = spawnSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const listed = git.status === 0 ? git.stdout.split('\0').filter((path) => path !== '') : walk('');
  return listed.filter((path) => existsSync(ROOT + path)).sort();
}

function walk(folder: string): string[] {
  const generated = /^(node_modules|dist|out-tsc|out-test|coverage|\.nx|\.git)$/;
  return readdirSync(ROOT + folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      return generated.test(entry.name) ? [] : walk(`${folder}${entry.name}/`);
    }
    return [`${folder}${entry.name}`];
  });
}

function linesWhere(
  files: readonly string[],
  wrong: (line: string, index: number, lines: readonly string[], path: string) => boolean,
): string[] {
  return files.flatMap((path) =>
    linesOf(path).flatMap((line, index, lines) =>
      wrong(line, index, lines, path) ? [`${path}:${index + 1}: ${line.trim().slice(0, 80)}`] : [],
    ),
  );
}

function linesOf(path: string): readonly string[] {
  const text = readFileSync(ROOT + path, 'utf8');
  return text.includes('\0') ? [] : text.replace(/\n$/, '').split('\n'); // not binary files
}

function packageFiles(): readonly string[] {
  return paths.filter((path) => basename(path) === 'package.json');
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(ROOT + path, 'utf8'));
}
