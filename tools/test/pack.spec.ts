// What `npm publish` would hand out: installed without a registry, as a user would, it runs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SHIPPED =
  /^(package\.json|README\.md|LICENSE|bin\/hitwatch\.js|dist\/[\w./-]+\.(js|js\.map|LEGAL\.txt))$/;

describe('the package hitwatch', () => {
  let folder: string;
  let files: readonly string[];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'hitwatch-pack-'));
    const out = run(ROOT, 'npm', 'pack', '-w', 'hitwatch', '--json', '--pack-destination', folder);
    const [packed] = JSON.parse(out) as [{ filename: string; files: { path: string }[] }];
    files = packed.files.map(({ path }) => path);
    const tarball = join(folder, packed.filename);
    const options = ['--offline', '--no-audit', '--no-fund', '--prefix', folder];
    run(folder, 'npm', 'install', ...options, tarball);
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds the built program and neither sources nor tests', () => {
    expect(files).to.include.members(['bin/hitwatch.js', 'dist/main.js']);
    const others = files.filter((path) => !SHIPPED.test(path) || /spec|\btest/.test(path));
    expect(others).to.deep.equal([]);
  });

  it('hitwatch --version prints the version of the package', () => {
    const manifest = readFileSync(join(ROOT, 'apps/monitor/package.json'), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    expect(hitwatch('--version')).to.include(version);
  });

  it('hitwatch --help explains the options', () => {
    expect(hitwatch('--help'))
      .to.match(/hitwatch/)
      .and.match(/--file/)
      .and.match(/--threshold/);
  });

  function hitwatch(...args: readonly string[]): string {
    return run(folder, join(folder, 'node_modules/.bin/hitwatch'), ...args);
  }
});

function run(cwd: string, command: string, ...args: readonly string[]): string {
  // npm and Nx tell what they run about themselves; an npm inside would take it for its own
  // settings.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(npm_|NX_)/.test(name) || /^npm_config_(cache|userconfig|globalconfig)$/.test(name),
    ),
  );
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`${[command, ...args].join(' ')}: ${error?.message ?? stdout + stderr}`);
  }
  return stdout;
}
