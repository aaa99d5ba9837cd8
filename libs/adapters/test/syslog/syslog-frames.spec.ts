import { expect } from 'chai';
import fc from 'fast-check';

import { MESSAGE_BYTES_MAX, SyslogFrames } from '../../src/index.ts';

/** The messages in `text`, which comes in pieces of so many bytes. */
function messagesIn(text: string, bytes = 7): string[] {
  const messages: string[] = [];
  const frames = new SyslogFrames((octets) => messages.push(Buffer.from(octets).toString()));
  const octets = Buffer.from(text);
  for (let at = 0; at < octets.length; at += bytes) frames.push(octets.subarray(at, at + bytes));
  frames.end();
  return messages;
}

describe('SyslogFrames', () => {
  it('finds messages that end with LF', () => {
    expect(messagesIn('<1>one\n<2>two\nthree\n')).to.deep.equal(['<1>one', '<2>two', 'three']);
  });

  it('finds messages with a length in front, also with an LF inside', () => {
    const messages = ['<1>one', '<2>\ntwo', '<3>three é'];
    const text = messages.map((message) => `${Buffer.byteLength(message)} ${message}`).join('');
    for (const bytes of [1, 7, 100]) expect(messagesIn(text, bytes)).to.deep.equal(messages);
  });

  it('takes a line that begins with a number for a line', () => {
    const lines = ['192.0.2.1 - -', '7 dwarfs', '12', '0 <1>x', '1234567890 <1>x', '3 ', '5  <'];
    expect(messagesIn(`${lines.join('\n')}\n`, 1)).to.deep.equal(lines);
  });

  it('takes both framings on one connection', () => {
    expect(messagesIn('<1>a\n4 <2>b<3>c\n4 <4>d')).to.deep.equal(['<1>a', '<2>b', '<3>c', '<4>d']);
  });

  it('gives what is held when the connection ends', () => {
    expect(messagesIn('<1>one\n<2>tw')).to.deep.equal(['<1>one', '<2>tw']);
    expect(messagesIn('100 <1>one')).to.deep.equal(['<1>one']);
    expect(messagesIn('100')).to.deep.equal(['100']);
    expect(messagesIn('<1>one\n')).to.deep.equal(['<1>one']);
  });

  it('cuts what is too long and goes on behind it', () => {
    const long = 'x'.repeat(3 * MESSAGE_BYTES_MAX);
    for (const text of [`${long}\n<2>two\n`, `${long.length + 1} <${long}7 <2>two\n`]) {
      const [first, ...rest] = messagesIn(text, 50_000).map((message) => message.trimEnd());
      expect(first).to.have.length(MESSAGE_BYTES_MAX);
      expect(rest).to.deep.equal(['<2>two']);
    }
  });

  it('does not believe a length that is made up', () => {
    expect(messagesIn('999999999 <1>a\n'.repeat(3), 4)).to.have.length(1);
  });

  it('finds the same however the bytes come', () => {
    const piece = fc.constantFrom('<1>a', '\n', '4 ', '12', ' ', '<', '0', 'é', '5 <2>b\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat({ max: 9 }), (pieces, bytes) => {
        const text = pieces.join('');
        expect(messagesIn(text, bytes + 1)).to.deep.equal(messagesIn(text, 1000));
      }),
    );
  });
});
