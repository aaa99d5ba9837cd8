import { expect } from 'chai';
import fc from 'fast-check';
import { encodeText, explainLines, formatNamed } from '../../src/index.ts';
import { REFERENCE } from './sample-files.ts';

const GOOD = '192.0.2.1 - - [17/May/2015:08:00:00 +0000] "GET /a/b HTTP/1.1" 200 100 "-" "curl"';
const context = { reference: REFERENCE };

function explain(text: string, whole = true) {
  return explainLines(encodeText(text), whole, context);
}

describe('the first lines of a log, explained', () => {
  it('are numbered, with what they say or why they say nothing', () => {
    const { detection, formats, lines } = explain(`${GOOD}\ngarbage\n\n${GOOD}\r\n`);
    expect(detection).to.include({ format: 'combined', envelope: undefined });
    expect(formats).to.deep.equal(['combined']);
    expect(lines.map(({ number, text, failure }) => [number, text, failure])).to.deep.equal([
      [1, GOOD, undefined],
      [2, 'garbage', { reason: 'no_time', column: 8 }],
      [3, '', { reason: 'empty', column: 1 }],
      [4, GOOD, undefined],
    ]);
    expect(lines[0]?.fields.map(({ name }) => name)).to.include.members(['time', 'section']);
    expect(lines[1]?.fields).to.deep.equal([]);
  });

  it('that are directives have neither fields nor a failure', () => {
    const { lines } = explain('#Fields: date time cs-uri-stem\n2015-05-17 08:00:00 /a\n');
    expect(lines.map(({ fields, failure }) => [fields.length > 0, failure])).to.deep.equal([
      [false, undefined],
      [true, undefined],
    ]);
  });

  it('are read by the formats that are given, and no other', () => {
    const caddy = formatNamed('caddy');
    if (caddy === undefined) throw new Error('it is known');
    const { lines } = explainLines(encodeText(`${GOOD}\n`), true, context, [caddy]);
    expect(lines[0]?.failure).not.to.equal(undefined);
  });

  it('are 64 at most, and none that is cut off, unless there is no other', () => {
    expect(explain(`${GOOD}\n`.repeat(100)).lines).to.have.length(64);
    expect(explain(`${GOOD}\n${GOOD.slice(0, 20)}`, false).lines).to.have.length(1);
    expect(explain(`${GOOD}\n${GOOD}`).lines).to.have.length(2);
    expect(explain(GOOD.slice(0, 50), false).lines).to.have.length(1);
  });

  it('are cut at 400 bytes, and their fields are not', () => {
    const agent = 'x'.repeat(1000);
    const { lines } = explain(`${GOOD.replace('curl', agent)}\n`);
    expect(lines[0]?.text).to.have.length(400);
    expect(lines[0]?.fields).to.deep.include({ name: 'agent', value: agent });
  });

  it('of nothing are none', () => {
    expect(explain('')).to.deep.equal({ detection: undefined, formats: [], lines: [] });
  });

  it('have a column within the line, and fields or a reason, whatever they are', () => {
    const line = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(GOOD), fc.constant('{"a":1}'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (some) => {
        for (const { text, fields, failure } of explain(some.join('\n')).lines) {
          if (failure === undefined) continue;
          expect(fields).to.deep.equal([]);
          expect(failure.column).to.be.within(1, encodeText(text).length + 1);
        }
      }),
    );
  });
});
