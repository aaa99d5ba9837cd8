import { expect } from 'chai';

import { lineNow, someLog } from './some-log.ts';
import { TmuxScreen, whyNoTmux } from './tmux-screen.ts';

const WATCH = 'hitwatch access.log --alert-log none';
/** Throws from a timer, as a mistake of the program would, when it is told to. */
const CRASHER = `process.once('SIGUSR2', () => setTimeout(() => { throw new Error('oops'); }));\n`;

describe('a terminal that the dashboard has left', () => {
  let screen: TmuxScreen;

  before(function () {
    const why = whyNoTmux();
    if (why === undefined) return;
    console.log(`skipped: ${why}`);
    this.skip();
  });

  beforeEach(async () => {
    screen = new TmuxScreen({ columns: 100, rows: 30 });
    screen.scratch.file('access.log', someLog());
    screen.scratch.file('crasher.mjs', CRASHER);
    await screen.shows(/^\$/m);
    screen.run('echo before; tty=$(stty -g)');
    await screen.shows(/^before$/m);
  });

  afterEach(() => screen.close());

  /** Starts it, with what is to be told of its end behind it. */
  async function watch(command = WATCH): Promise<void> {
    screen.run(`${command}; echo "code=$?"`);
    await screen.shows(/\[section\]/, /10 read/);
    // The main screen is not what is seen, so it cannot have been written over.
    expect(screen.look()).to.not.include('before');
  }

  /** What was there before is there again, and the terminal works as it did. */
  async function expectSane(code: number): Promise<string> {
    await screen.shows(/^before$/m, new RegExp(`^code=${code}$`, 'm'));
    screen.run('echo "same=$([ "$tty" = "$(stty -g)" ] && echo yes || echo no)"');
    return screen.shows(/^same=yes$/m);
  }

  it('is as it was after q, with what happened and the sums on it', async () => {
    await watch();
    screen.press('q');
    const left = await expectSane(0);
    expect(left).to.include('stopped (user): 10 hits');
    expect(left).to.include('lines: 10 read = 10 counted + 0 filtered + 0 unparsed');
  });

  it('is as it was after Ctrl+C', async () => {
    await watch();
    screen.press('C-c');
    await expectSane(0);
  });

  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
    it(`is as it was after ${signal}`, async () => {
      await watch();
      screen.kill(signal);
      await expectSane(0);
    });
  }

  it('is as it was after a crash, which is told in one line', async () => {
    await watch(`NODE_OPTIONS='--import ./crasher.mjs' ${WATCH}`);
    screen.kill('SIGUSR2');
    const left = await expectSane(1);
    expect(left).to.match(/^hitwatch: internal error: oops: please report it/m);
  });

  it('is as it was while it is stopped by Ctrl+Z, and drawn again after fg', async () => {
    screen.run(WATCH);
    await screen.shows(/\[section\]/, /10 read/);
    screen.press('C-z');
    await screen.shows(/^before$/m, /topped/);
    screen.run('echo "same=$([ "$tty" = "$(stty -g)" ] && echo yes || echo no)"');
    await screen.shows(/^same=yes$/m);
    screen.append('access.log', lineNow());
    screen.run('fg');
    await screen.shows(/\[section\]/, /11 read/);
    screen.press('2');
    await screen.shows(/\[url\]/);
    screen.press('q');
    await screen.shows(/^before$/m, /stopped \(user\): 11 hits/);
  });

  it('is left at once when the terminal goes, and the process with it', async () => {
    await watch();
    screen.hangUp();
    await screen.ends();
  });
});
