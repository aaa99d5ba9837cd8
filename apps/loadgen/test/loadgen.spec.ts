import { mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SystemClock } from '@hitwatch/adapters';
import { expect } from 'chai';

import { linesOf, loadgen, RunningLoadgen } from './running-loadgen.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loadgen-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Resolves when a file of this name comes into the folder. */
function appears(name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_, filename) => {
      if (filename !== name) return;
      watcher.close();
      resolve();
    });
  });
}

function timeOf(line: string): number {
  const [, day = '', time = ''] = /\[(\d\d)\/Jan\/2026:([\d:]+) \+0000\]/.exec(line) ?? [];
  return Date.parse(`2026-01-${day}T${time}Z`);
}

const JANUARY = ['--fast', '--start', '2026-01-01T00:00:00Z'];

describe('loadgen, inventing', () => {
  it('writes a span of virtual time at its rate, the same for the same seed', async () => {
    const args = [...JANUARY, '--rate', '50', '--for', '10s', '--arrivals', 'poisson'];
    const [first, again, other] = await Promise.all([
      loadgen(args),
      loadgen(args),
      loadgen([...args, '--seed', '2']),
    ]);
    expect(first).to.include({ code: 0, stderr: '' });
    expect(again.stdout.equals(first.stdout)).to.equal(true);
    expect(other.stdout.equals(first.stdout)).to.equal(false);
    const lines = linesOf(first.stdout);
    expect(lines.length).to.be.within(420, 580);
    const times = lines.map(timeOf);
    expect(Math.min(...times)).to.equal(Date.UTC(2026, 0, 1));
    expect(Math.max(...times)).to.equal(Date.UTC(2026, 0, 1, 0, 0, 9));
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
  });

  it('follows the schedule of its spikes to the line', async () => {
    const spike = 'at=10s,for=5s,times=10,every=30s';
    const args = [...JANUARY, '--rate', '2', '--for', '1m', '--spike', spike];
    const { stdout } = await loadgen(args);
    const perSecond = Array.from({ length: 60 }, () => 0);
    for (const line of linesOf(stdout)) {
      const second = (timeOf(line) - Date.UTC(2026, 0, 1)) / 1000;
      perSecond[second] = (perSecond[second] ?? 0) + 1;
    }
    const rush = (second: number) => second % 30 >= 10 && second % 30 < 15;
    expect(perSecond).to.deep.equal(perSecond.map((_, second) => (rush(second) ? 20 : 2)));
  });

  it('writes a whole day with its shape', async () => {
    const args = [...JANUARY, '--rate', '0.5', '--for', '1d', '--day-shape', '--format', 'common'];
    const hours = linesOf((await loadgen(args)).stdout).map((line) =>
      new Date(timeOf(line)).getUTCHours(),
    );
    expect(hours.length).to.equal(43_200);
    const count = (hour: number) => hours.filter((each) => each === hour).length;
    expect(count(3)).to.be.lessThan(count(19) / 4);
  });

  it('never writes more lines or bytes than it is told', async () => {
    const [count, bytes] = await Promise.all([
      loadgen([...JANUARY, '--count', '7']),
      loadgen([...JANUARY, '--bytes', '10kB', '--malformed', '20%']),
    ]);
    expect(linesOf(count.stdout)).to.have.lengthOf(7);
    expect(bytes.stdout.length).to.be.within(9000, 10_000);
    expect(linesOf(bytes.stdout).length).to.be.greaterThan(30);
  });

  it('ends so that the traffic of --for is over now, unless told when to start', async () => {
    const clock = new SystemClock();
    const before = Math.floor(clock.nowMs() / 1000) * 1000;
    const { stdout } = await loadgen(['--fast', '--for', '1h', '--rate', '1']);
    const after = clock.nowMs();
    const stamp = /\[(\d\d)\/(\w{3})\/(\d{4}):([\d:]+) \+0000\]/;
    const stamps = linesOf(stdout).map((line) => {
      const [, day = '', month = '', year = '', time = ''] = stamp.exec(line) ?? [];
      return Date.parse(`${day} ${month} ${year} ${time} UTC`);
    });
    expect(stamps).to.have.lengthOf(3600);
    expect(stamps[0]).to.be.within(before - 3_600_000, after - 3_600_000 + 1000);
    expect(stamps.at(-1)).to.be.within(before - 1000, after);
  });

  it('waits for the clock when it is not told to be fast', async () => {
    const begun = performance.now();
    const { stdout, stderr } = await loadgen(['--rate', '100', '--for', '500ms', '--summary']);
    expect(performance.now() - begun).to.be.greaterThan(500);
    expect(linesOf(stdout)).to.have.lengthOf(50);
    expect(stderr).to.match(/^loadgen: 50 lines, [\d.]+ kB in [\w ]+, \d+ lines\/s\n$/);
  });

  it('writes as fast as it can at rate 0, all stamped with the time of writing', async () => {
    const { stdout } = await loadgen(['--rate', '0', '--count', '20000']);
    const lines = linesOf(stdout);
    expect(lines).to.have.lengthOf(20_000);
    const stamps = new Set(lines.map((line) => /\[.*?\]/.exec(line)?.[0]));
    expect(stamps.size).to.be.within(1, 5);
  });
});

describe('loadgen, replaying', () => {
  const log = [
    '10.0.0.1 - - [17/May/2015:10:05:03 -0700] "GET /a HTTP/1.1" 200 5',
    'no time',
    '10.0.0.1 - - [17/May/2015:10:05:33 -0700] "GET /b HTTP/1.1" 200 5',
    '10.0.0.1 - - [17/May/2015:12:05:03 -0700] "GET /c HTTP/1.1" 200 5',
  ];
  const text = log.map((line) => `${line}\n`).join('');

  it('stamps the lines anew at their own distances, from standard input too', async () => {
    writeFileSync(join(folder, 'old.log'), text);
    const args = [...JANUARY, '--replay', join(folder, 'old.log'), '--speed', '2'];
    const [file, input] = await Promise.all([
      loadgen(args),
      loadgen([...JANUARY, '--replay', '-', '--speed', '2'], text),
    ]);
    expect(linesOf(file.stdout)).to.deep.equal([
      '10.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 5',
      'no time',
      '10.0.0.1 - - [01/Jan/2026:00:00:15 +0000] "GET /b HTTP/1.1" 200 5',
      '10.0.0.1 - - [01/Jan/2026:01:00:00 +0000] "GET /c HTTP/1.1" 200 5',
    ]);
    expect(input.stdout.equals(file.stdout)).to.equal(true);
  });

  it('keeps the times when it is told to, at a fixed rate', async () => {
    const args = ['--replay', '-', '--times', 'keep', '--rate', '100'];
    const { stdout, code } = await loadgen(args, text);
    expect(code).to.equal(0);
    expect(stdout.toString()).to.equal(text);
  });

  it('says so when no line has a time to go by', async () => {
    const { stdout, stderr, code } = await loadgen(['--replay', '-'], '{"status":200}\n');
    expect([code, stdout.toString()]).to.deep.equal([0, '{"status":200}\n']);
    expect(stderr).to.equal(
      'loadgen: notice: standard input: no line has a time, so none was waited for: add --rate\n',
    );
  });

  it('does not replay a log into itself', async () => {
    const path = join(folder, 'a.log');
    writeFileSync(path, text);
    const { code, stderr } = await loadgen(['--replay', path, '--out', path]);
    expect(code).to.equal(2);
    expect(stderr).to.contain('is the log that is replayed');
    expect(readFileSync(path, 'utf8')).to.equal(text);
  });
});

describe('loadgen, into a file', () => {
  it('appends, and rotates every so many lines without losing one', async () => {
    const path = join(folder, 'access.log');
    writeFileSync(path, 'first\n');
    const args = [...JANUARY, '--count', '1000', '--malformed', '10%'];
    const rotation = ['--rotate-lines', '300', '--rotate-keep', '9'];
    const [piped] = await Promise.all([
      loadgen(args),
      loadgen([...args, '--out', path, ...rotation]),
    ]);
    const files = ['.3', '.2', '.1', ''].map((age) => readFileSync(`${path}${age}`));
    const whole = Buffer.concat([Buffer.from('first\n'), piped.stdout]);
    expect(Buffer.concat(files).equals(whole)).to.equal(true);
    expect(files.map((file) => linesOf(file).length)).to.deep.equal([301, 300, 300, 100]);
  });

  it('rotates in the time of the traffic when that is virtual', async () => {
    const path = join(folder, 'access.log');
    const args = [...JANUARY, '--rate', '1', '--for', '3h', '--out', path];
    await loadgen([...args, '--rotate-every', '1h', '--rotate-mode', 'copytruncate']);
    expect(readdirSync(folder)).to.have.lengthOf(3);
    const hours = ['.2', '.1', ''].map((age) =>
      linesOf(readFileSync(`${path}${age}`)).map((line) => new Date(timeOf(line)).getUTCHours()),
    );
    expect(hours.map((each) => each.length)).to.deep.equal([3600, 3600, 3600]);
    expect(hours.map((each) => [...new Set(each)])).to.deep.equal([[0], [1], [2]]);
  });
});

describe('loadgen, ending', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`stops at ${signal} with whole lines and exit code 0, however often it comes`, async () => {
      const running = new RunningLoadgen(['--rate', '500']);
      await running.started;
      running.child.kill(signal);
      running.child.kill(signal);
      const { code, signal: killed, stdout, stderr } = await running.finished;
      expect({ code, killed, stderr }).to.deep.equal({ code: 0, killed: null, stderr: '' });
      expect(linesOf(stdout)).not.to.have.lengthOf(0);
    });
  }

  it('stops while it writes as fast as it can, into a file that then has whole lines', async () => {
    const path = join(folder, 'access.log');
    const rotated = appears('access.log.1');
    const running = new RunningLoadgen(['--rate', '0', '--out', path, '--rotate-lines', '100000']);
    await rotated;
    running.child.kill('SIGTERM');
    expect(await running.finished).to.include({ code: 0, signal: null, stderr: '' });
    for (const name of readdirSync(folder)) {
      expect(linesOf(readFileSync(join(folder, name))), name).not.to.have.lengthOf(0);
    }
  });

  it('stops while it waits for standard input, and while nobody reads its output', async () => {
    const waiting = new RunningLoadgen(['--replay', '-', '--rate', '0']);
    waiting.child.stdin?.write('one line\n'.repeat(20_000));
    await waiting.started;
    waiting.child.kill('SIGINT');
    expect(await waiting.finished).to.include({ code: 0, signal: null, stderr: '' });

    const unread = new RunningLoadgen(['--rate', '0']);
    await unread.started;
    unread.child.stdout?.pause();
    const exited = new Promise((resolve) => unread.child.on('exit', resolve));
    unread.child.kill('SIGTERM');
    expect(await exited).to.equal(0);
    unread.child.stdout?.resume();
    await unread.finished;
  });

  it('ends quietly when its reader goes', async () => {
    for (const rate of ['0', '200']) {
      const running = new RunningLoadgen(['--rate', rate]);
      await running.started;
      running.child.stdout?.destroy();
      const { code, signal, stderr } = await running.finished;
      expect({ code, signal, stderr }).to.deep.equal({ code: 0, signal: null, stderr: '' });
    }
  });
});

describe('loadgen, told what it cannot do', () => {
  it('says what is wrong and what to do: 2 for usage, 1 for the rest', async () => {
    const missing = join(folder, 'missing', 'access.log');
    const results = await Promise.all([
      loadgen(['--rate', 'fast']),
      loadgen(['--replay', missing]),
      loadgen(['--out', missing, '--count', '1']),
      loadgen(['--out', '/dev/full', '--count', '1', '--rate', '0']),
      loadgen(['--out', `${folder}/\u001b[31mred\u202e/x`, '--count', '1']),
    ]);
    expect(results.map(({ code }) => code)).to.deep.equal([2, 1, 1, 1, 1]);
    const told = results.map(({ stderr }) => stderr);
    for (const line of told) expect(line).to.match(/^loadgen: [^\n]+: [^\n]+\n$/);
    expect(told[0]).to.equal('loadgen: --rate "fast" cannot be used: give a number, 0 or more\n');
    expect(told[1]).to.equal(`loadgen: ${missing}: no such file: check the path\n`);
    expect(told[2]).to.contain('no such folder: create it, or choose another file');
    expect(told[3]).to.contain('/dev/full: the disk is full');
    expect(told[4]).to.contain('\\x1b[31mred\\u202e/x: no such folder');
    expect(results.every(({ stdout }) => stdout.length === 0)).to.equal(true);
  });

  it('makes no file for a log that cannot be read', async () => {
    const out = join(folder, 'out.log');
    await loadgen(['--replay', join(folder, 'missing'), '--out', out]);
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('prints its help and its version', async () => {
    const [help, version] = await Promise.all([loadgen(['--help']), loadgen(['-V'])]);
    expect(help.code).to.equal(0);
    expect(help.stdout.toString()).to.match(/^loadgen: writes access logs/);
    expect(version.stdout.toString()).to.match(/^loadgen \d+\.\d+\.\d+/);
  });
});
