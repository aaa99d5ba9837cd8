import { explainLines, type Explanation } from '@hitwatch/domain';
import { expect } from 'chai';
import fc from 'fast-check';
import { explanationText } from '../../src/views.ts';
import { hostileText } from './hostile-text.ts';
import { expectHarmless } from './shown-lines.ts';

const GOOD = '192.0.2.1 - - [17/May/2015:08:00:00 +0000] "GET /a/b HTTP/1.1" 200 100 "-" "curl"';
const context = { reference: Date.UTC(2015, 5) / 1000 };

function explained(...lines: readonly string[]): Explanation {
  return explainLines(Buffer.from(lines.map((line) => `${line}\n`).join('')), true, context);
}

/** The text above each mark, from the mark on. */
function marked(text: string): readonly string[] {
  return [...text.matchAll(/^(.*)\n( +)\^$/gm)].map(([, above = '', gap = '']) =>
    above.slice(gap.length),
  );
}

describe('the text of an explanation', () => {
  it('is the format, how sure that is, the fields, and where lines stop fitting', () => {
    const text = explanationText('a.log', explained(GOOD, 'garbage'));
    expect(text).to.equal(`a.log: combined (Combined Log Format)
  confidence 0.50; of the first lines 1 fit, 1 do not

  line 1
    time      2015-05-17T08:00:00.000Z
    client    192.0.2.1
    user      -
    method    GET
    target    /a/b
    section   /a
    protocol  HTTP/1.1
    status    200
    bytes     100
    referrer  -
    agent     curl

  line 2 stops fitting at column 8: no_time, no [day/month/year:hour:minute:second zone]
     garbage
            ^
`);
  });

  it('marks the column, whatever letters stand before it', () => {
    const start = GOOD.replace(/"GET.*/, '');
    for (const user of ['frank', 'Zoë', 'Ωμέγα', '🦉🦉']) {
      const bad = `${start.replace(' - - ', ` - ${user} `)}GET /`;
      const [rest] = marked(explanationText('a.log', explained(GOOD, bad)));
      expect(rest, user).to.equal(' GET /');
    }
  });

  it('marks the column below letters that are two cells wide', () => {
    const bad = `${GOOD.replace(/"GET.*/, '').replace(' - - ', ' - 漢字 ')}GET /`;
    const text = explanationText('a.log', explained(GOOD, bad));
    const [rest] = marked(text);
    // Two letters of two cells: the mark is so many letters further to the right.
    expect(rest).to.equal('ET /');
  });

  it('shows the end of what is kept of a line that fits for longer', () => {
    const bad = `${'x '.repeat(2000)}[17/May/2015:08:00:00 +0000] GET /`;
    expect(marked(explanationText('a.log', explained(GOOD, bad)))).to.deep.equal(['…']);
  });

  it('cuts a value that is too long to read', () => {
    const long = GOOD.replace('/a/b', `/${'b'.repeat(50_000)}`);
    for (const line of explanationText('a.log', explained(long)).split('\n')) {
      expect(line).to.have.length.below(450);
    }
  });

  it('holds nothing that a terminal obeys, whatever lines and names are', () => {
    const anyLine = fc.oneof(
      hostileText,
      hostileText.map((text) => GOOD.replace('/a/b', `/${text}`).replace('curl', text)),
      hostileText.map((text) => `${text}${GOOD}`),
      hostileText.map((text) => JSON.stringify({ time: 1431849600, url: text, status: 200 })),
    );
    fc.assert(
      fc.property(hostileText, fc.array(anyLine, { maxLength: 6 }), (name, lines) => {
        expectHarmless(explanationText(name, explained(...lines)));
      }),
    );
  });

  it('holds nothing invisible wherever the column lies', () => {
    const line = 'x\u{e0041}'.repeat(20);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), (column) => {
        const failure = { reason: 'no_fit', column } as const;
        const bad = { number: 2, text: line, format: undefined, fields: [], failure };
        const { detection, formats, lines } = explained(GOOD);
        const text = explanationText('a', { detection, formats, lines: [...lines, bad] });
        expectHarmless(text);
        expect(text).not.to.match(/[\u{e0000}-\u{e0fff}]/u);
      }),
    );
  });
});
