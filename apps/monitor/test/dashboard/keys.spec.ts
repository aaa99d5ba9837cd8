import { readdirSync, readFileSync } from 'node:fs';

import { expect } from 'chai';

import { someLog } from './some-log.ts';
import { TmuxScreen, whyNoTmux } from './tmux-screen.ts';

describe('keys of the dashboard', () => {
  let screen: TmuxScreen;

  before(async function () {
    const why = whyNoTmux();
    if (why !== undefined) {
      console.log(`skipped: ${why}`);
      this.skip();
    }
    screen = new TmuxScreen({ columns: 120, rows: 40 });
    screen.scratch.file('access.log', someLog());
    await screen.shows(/^\$/m);
    screen.run('hitwatch access.log --alert-log none --timezone utc');
    await screen.shows(/^ \/api +6 60\.0%/m, /10 read = 10 counted/);
  });

  after(() => screen.close());

  /** Every test leaves the first panel with nothing chosen. */
  afterEach(async () => {
    // What follows an Esc at once is the rest of a sequence.
    await screen.until('the first panel', (seen) => {
      const isFirst = seen.includes('[section]');
      if (!isFirst) screen.press('1');
      return isFirst;
    });
  });

  it('open each panel by its number, and the next by Tab', async () => {
    const titles = ['section', 'url', 'status', 'meth', 'client'];
    for (const [index, title] of titles.entries()) {
      screen.press(String(index + 1));
      await screen.shows(new RegExp(`\\[${title}\\]`));
    }
    screen.press('0');
    await screen.shows(/\[tail\]/, /"GET \/pages\/create HTTP/);
    screen.press('1');
    screen.press('Tab');
    await screen.shows(/\[url\]/);
    screen.press('BTab');
    await screen.shows(/\[section\]/);
  });

  it('go down from a section to its last requests, and back', async () => {
    screen.press('j', 'Enter');
    // The section that stands first has the cursor at the first step.
    await screen.shows(/section \/api › url/, /^ \/api\/users +4 66\.7%/m);
    expect(screen.look())
      .to.include('6 hits in the last 10 lines and since')
      .and.not.include('/pages');
    screen.press('Enter');
    await screen.shows(/› client/, /10\.0\.0\.1 +3 75\.0%/, /10\.0\.0\.2 +1 25\.0%/);
    screen.press('Enter');
    const down = await screen.shows(/client 10\.0\.0\.1 › last requests/);
    expect(down.match(/^ 10\.0\.0\.1 .*GET \/api\/users HTTP/gm)).to.have.length(3);
    // What is counted stays as it is.
    expect(down).to.include('10 read = 10 counted + 0 filtered + 0 unparsed');
    screen.press('Escape');
    await screen.shows(/› client/);
    screen.press('Escape');
    await screen.shows(/› url/);
    screen.press('Escape');
    await screen.shows(/^ \/pages +3 30\.0%/m, /\[section\]/);
    screen.press('Escape');
  });

  it('filter by a condition, say what is wrong with one, and end it', async () => {
    screen.press('f');
    screen.type('status>=4oo');
    screen.press('Enter');
    await screen.shows(/column 9: status is a number/, /filter: status>=4oo/);
    // The caret is where it is wrong.
    screen.press('C-k', 'C-u');
    screen.type('status>=400 and not client = 10.0.0.2');
    screen.press('Enter');
    await screen.shows(/2 hits in the last 10 lines and since/, /^ \/api +2 +100%/m);
    screen.press('Escape');
    await screen.shows(/^ \/pages +3 30\.0%/m);
  });

  it('count what comes while a filter is on, and nothing else in its panels', async () => {
    screen.press('f');
    screen.type('section=/pages');
    screen.press('Enter');
    await screen.shows(/3 hits in the last 10 lines and since/);
    screen.append('access.log', someLog());
    await screen.shows(/6 hits in the last 10 lines and since/, /20 read = 20 counted/);
    expect(screen.look()).to.not.include('/api');
    screen.press('Escape');
    await screen.shows(/^ \/api +\d/m);
  });

  it('search in a panel while the word is typed', async () => {
    screen.press('2', '/');
    screen.type('CART');
    const found = await screen.shows(/search: CART/);
    expect(found)
      .to.match(/^ \/api\/carts/m)
      .and.not.match(/^ \/pages/m);
    screen.press('Enter', 'Escape');
    await screen.shows(/^ \/pages/m);
  });

  it('sort, and turn the order round', async () => {
    const firstRow = () => /^ (?:\/\S*) +/m.exec(screen.look())?.[0].trim();
    screen.press('s');
    await screen.shows(/bytes▼/);
    screen.press('r');
    await screen.shows(/bytes▲/);
    expect(firstRow()).to.equal('/');
    screen.press('r', 's', 's', 's', 's', 's');
    await screen.shows(/hits▼/);
    expect(firstRow()).to.equal('/api');
  });

  it('go through the spans of time', async () => {
    screen.press('t', 't', 't', 't');
    await screen.shows(/traffic, since the start/);
    screen.press('t');
    await screen.shows(/traffic, last/);
  });

  it('pause the screen while counting goes on', async () => {
    const read = () => Number(/lines ([\d,]+) read/.exec(screen.look())?.[1]);
    screen.press('p');
    await screen.shows(/PAUSED/);
    const before = read();
    screen.append('access.log', someLog());
    screen.press('t');
    await screen.shows(/PAUSED/);
    expect(read()).to.equal(before);
    screen.press('p', 't', 't', 't', 't');
    await screen.shows(new RegExp(`lines ${before + 10} read`));
  });

  it('write a report, and say where it is', async () => {
    screen.press('w');
    await screen.shows(/! report written to .*hitwatch-report-\d{8}T\d{6}Z\.json/);
    const [name = ''] = readdirSync(screen.scratch.folder).filter((file) =>
      file.startsWith('hitwatch-report-'),
    );
    const text = readFileSync(screen.scratch.path(name), 'utf8');
    const report = JSON.parse(text) as Readonly<Record<string, unknown>>;
    expect(report).to.include({ schema: 'hitwatch/report/1' });
    expect(report['hits']).to.be.at.least(10);
  });

  it('show help, and the history of alerts, and leave them', async () => {
    screen.press('?');
    await screen.shows(/look closer/, /Ctrl\+C/);
    screen.press('Escape');
    await screen.shows(/\[section\]/);
    screen.press('a');
    await screen.shows(/alerts .*Esc: back/);
    screen.press('q');
    await screen.shows(/\[section\]/);
  });

  it('give the table more rows and fewer, and other colours', async () => {
    const rowOfTraffic = () =>
      screen
        .look()
        .split('\n')
        .findIndex((line) => line.startsWith(' traffic'));
    const before = rowOfTraffic();
    screen.press('+', '+');
    await screen.until('a longer table', () => rowOfTraffic() > before);
    screen.press('-', '-');
    await screen.until('the table of before', () => rowOfTraffic() === before);
    const dark = screen.look(true);
    screen.press('L');
    await screen.until('other colours', () => screen.look(true) !== dark);
    screen.press('L');
  });
});
