// The closing line of a test run says what happened, and a run of nothing is not a success.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const SUMMARY = fileURLToPath(new URL('../ci/summary.mjs', import.meta.url));
const REPORTER = fileURLToPath(new URL('../mocha/reporter.cjs', import.meta.url));
const MOCHA = fileURLToPath(import.meta.resolve('mocha/bin/mocha.js'));

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hitwatch-summary-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('tools/ci/summary.mjs', () => {
  it('adds up all projects and passes on why tests were skipped', () => {
    write('libs/one/out-test/summary.json', report(2, 0));
    write('tools/out-test/summary.json', report(1, 0, { title: 'in tmux', reason: 'no tmux' }));
    const { status, lines } = summary();
    expect(lines).to.include('  skipped: in tmux: no tmux');
    expect(lines.at(-1)).to.equal('3 passed, 0 failed, 1 skipped');
    expect(status).to.equal(0);
  });

  it('fails when a test failed', () => {
    write('apps/one/out-test/summary.json', report(2, 1));
    expect(summary()).to.deep.include({ status: 1 });
    expect(summary().lines.at(-1)).to.equal('2 passed, 1 failed, 0 skipped');
  });

  it('fails when no test ran', () => {
    const { status, lines } = summary();
    expect(lines).to.deep.equal(['problem: no test passed', '0 passed, 0 failed, 0 skipped']);
    expect(status).to.equal(1);
  });

  it('fails when a project has tests but reported nothing', () => {
    write('libs/one/out-test/summary.json', report(2, 0));
    write('libs/two/test/deep/two.spec.ts', '');
    const { status, lines } = summary();
    expect(lines).to.include('problem: libs/two has tests but reported nothing');
    expect(status).to.equal(1);
  });

  it('removes old reports before the command and fails when the command does', () => {
    write('libs/one/out-test/summary.json', report(2, 0));
    const { status, lines } = summary(process.execPath, '-e', 'process.exit(3)');
    expect(existsSync(join(folder, 'libs/one/out-test'))).to.equal(false);
    expect(lines.join('\n')).to.match(/process\.exit\(3\): exit code 3/);
    expect(status).to.equal(1);
  });
});

describe('tools/mocha/reporter.cjs', () => {
  it('prints why a test is skipped and reports it', () => {
    write(
      'skips.spec.mjs',
      `describe('a', () => {
         it('runs', () => {});
         it('stops', function () { console.log('skipped: no disk'); this.skip(); });
         it.skip('never (skipped: too slow)', () => {});
         it('is not written');
         describe('b', () => {
           before(function () { console.log('skipped: no net'); this.skip(); });
           it('one', () => {});
         });
       });`,
    );
    const args = [MOCHA, '--no-config', '--no-color', '--reporter', REPORTER, 'skips.spec.mjs'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect(stdout).to.match(/- stops\n {6}skipped: no disk\n/);
    expect(stdout).to.match(/- one\n {8}skipped: no net\n/);
    expect(JSON.parse(readFileSync(join(folder, 'out-test/summary.json'), 'utf8'))).to.deep.equal({
      passes: 1,
      failures: 0,
      skipped: [
        { title: 'a stops', reason: 'no disk' },
        { title: 'a never (skipped: too slow)', reason: 'too slow' },
        { title: 'a is not written', reason: 'no reason given' },
        { title: 'a b one', reason: 'no net' },
      ],
    });
  });
});

function report(passes: number, failures: number, ...skipped: readonly object[]): string {
  return JSON.stringify({ passes, failures, skipped });
}

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

function summary(...command: readonly string[]) {
  const { status, stdout } = spawnSync(process.execPath, [SUMMARY, ...command], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, lines: stdout.trimEnd().split('\n') };
}
