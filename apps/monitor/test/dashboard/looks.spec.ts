import { expect } from 'chai';

import { lineNow, someLog } from './some-log.ts';
import { TmuxScreen, whyNoTmux } from './tmux-screen.ts';

/* eslint-disable no-control-regex -- escapes are what is looked for here */

const WATCH = 'hitwatch access.log --alert-log none --timezone utc';
/** Title, colours, cursor, a clear screen, a bell, 8-bit CSI, a bidi override, a backspace. */
const HOSTILE =
  '/\x1b]0;owned\x07/\x1b[31m\x1b[2J\x1b[H\u009b5m\u202etxt\u202c\b\b\bowned\x9b1m\x7f\x1bc';
/** All that the dashboard itself may say to a terminal, but for characters. */
const OURS = [/\x1b\[\?(?:1049|25|2004|7|2026|1000|1006)[hl]/g, /\x1b\[[\d;]*[mHJKGC]/g, /[\r\n]/g];

describe('the dashboard in terminals of all kinds', () => {
  let screen: TmuxScreen;

  before(function () {
    const why = whyNoTmux();
    if (why === undefined) return;
    console.log(`skipped: ${why}`);
    this.skip();
  });

  afterEach(() => screen.close());

  async function open(columns: number, rows: number, env: Readonly<Record<string, string>> = {}) {
    screen = new TmuxScreen({ columns, rows }, env);
    screen.scratch.file('access.log', someLog());
    await screen.shows(/^\$/m);
  }

  /** Lines that are as wide as they may be, and as many as there are. */
  function expectFilled(columns: number, rows: number): void {
    const lines = screen.look().split('\n').slice(0, rows);
    expect(lines.at(-1), 'the keys are in the last row').to.match(/q quit/);
    for (const line of lines) expect(line.length).to.be.at.most(columns);
  }

  it('fills whatever size the terminal has and gets', async () => {
    await open(80, 24);
    screen.run(WATCH);
    await screen.shows(/\[section\]/, /10 read/);
    expectFilled(80, 24);
    for (const [columns, rows] of [
      [200, 60],
      [120, 40],
      [60, 20],
      [80, 24],
    ] as const) {
      screen.resize({ columns, rows });
      await screen.until(`${columns}x${rows}`, (seen) => {
        const lines = seen.split('\n');
        const clock = /\d\d:\d\d:\d\d$/.exec(lines[0] ?? '');
        return (
          clock !== null &&
          lines[0]?.length === columns - 1 &&
          (lines[rows - 1] ?? '').includes('q quit')
        );
      });
      expectFilled(columns, rows);
    }
  });

  it('says the little that it can where there is hardly any room', async () => {
    await open(24, 3);
    screen.run(WATCH);
    await screen.shows(/normal .*\/s/, /too small/);
    screen.press('q');
    await screen.shows(/unparsed/);
  });

  it('has no colour with NO_COLOR, and says the same', async () => {
    await open(100, 30, { NO_COLOR: '1' });
    screen.record();
    screen.run(WATCH);
    await screen.shows(/\[section\]/, /● normal/);
    const colours = /\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m/;
    expect(screen.recorded).to.include('\x1b[?1049h');
    expect(colours.exec(screen.recorded)?.[0]).to.equal(undefined);
  });

  it('is text where there is no terminal to draw on', async () => {
    await open(100, 30);
    screen.run(`TERM=dumb ${WATCH}`);
    await screen.shows(/^hitwatch follows access\.log$/m);
    screen.press('C-c');
    await screen.shows(/stopped/);
    screen.run(`clear; ${WATCH} --output tui < /dev/null; echo "code=$?"`);
    await screen.shows(
      /^hitwatch: the dashboard needs a terminal.*: use --output text\n?$/m,
      /code=2/,
    );
    screen.run(`clear; ${WATCH} | cat`);
    await screen.shows(/^hitwatch follows access\.log$/m);
  });

  it('lets no control byte of a log reach the terminal, in any panel', async () => {
    await open(120, 40);
    const hit = { target: HOSTILE, client: '\x1b[5mclient', agent: '\x1b]0;owned\x07agent' };
    screen.append('access.log', lineNow(hit).repeat(3));
    screen.record();
    screen.run(WATCH);
    await screen.shows(/13 read/);
    for (const key of ['2', '3', '4', '5', '6', '7', '8', '9', '0', '2']) screen.press(key);
    await screen.shows(/\[url\]/, /owned/);
    screen.press('/');
    screen.type('owned');
    screen.press('Enter', 'Enter');
    await screen.shows(/url .* › client/);
    screen.press('f');
    await screen.shows(/filter: .*owned/);
    screen.press('Enter');
    await screen.shows(/3 hits in the last 13 lines/);
    screen.press('q');
    await screen.shows(/stopped/);
    const seen = screen.recorded;
    // What the shell writes before and behind is the shell's.
    const drawn = seen.slice(seen.indexOf('\x1b[?1049h'), seen.lastIndexOf('\x1b[?1049l'));
    expect(drawn.length).to.be.greaterThan(1000);
    const rest = OURS.reduce((text, ours) => text.replaceAll(ours, ''), drawn);
    const text = Buffer.from(rest, 'latin1').toString('utf8');
    expect(text).to.not.match(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\ufffd]/);
    expect(seen).to.not.include('\x1b]0;');
  });

  it('raises an alert, and says when it is over, with both in its history', async () => {
    await open(100, 30);
    screen.run(`: > access.log; ${WATCH} --threshold 2 --duration 2s`);
    await screen.shows(/● normal/, /no alert so far/);
    screen.append('access.log', lineNow().repeat(20));
    await screen.shows(
      /▲ HIGH TRAFFIC/,
      /High traffic generated an alert - hits = 10, triggered at/,
    );
    await screen.shows(/● normal/, /High traffic alert recovered - hits = 0, recovered at/);
    screen.press('a');
    await screen.shows(/rule +high-traffic/, /state +recovered/, /threshold +2/);
    screen.press('j');
    await screen.shows(/state +triggered/, /value +10 hits per second/);
    screen.press('Escape');
    await screen.shows(/\[section\]/);
    screen.press('q');
    await screen.shows(/High traffic generated an alert[^]*High traffic alert recovered/);
  });

  it('is the same through Nx', async () => {
    await open(100, 30);
    screen.throughNx('access.log --alert-log none');
    await screen.shows(/\[section\]/, /10 read/);
    screen.press('2');
    await screen.shows(/\[url\]/);
    screen.resize({ columns: 90, rows: 20 });
    await screen.until('the new size', (seen) => (seen.split('\n')[19] ?? '').includes('q quit'));
    screen.press('q');
    await screen.shows(/stopped \(user\): 10 hits/, /code=0/);
  });
});
