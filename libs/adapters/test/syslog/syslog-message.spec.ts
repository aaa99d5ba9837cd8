import { expect } from 'chai';
import fc from 'fast-check';

import { lineStart } from '../../src/index.ts';

const LINE = '192.0.2.1 - - [17/May/2015:08:00:00 +0000] "GET / HTTP/1.1" 200 5';

describe('lineStart', () => {
  const headers: readonly (readonly [what: string, header: string])[] = [
    ['no header', ''],
    ['nginx', '<190>Oct 11 22:14:15 web1 nginx: '],
    ['nginx with nohostname', '<190>Oct  1 22:14:15 nginx: '],
    ['a process number', '<13>Oct 11 22:14:15 web1 apache2[4711]: '],
    ['HAProxy', '<134>Oct 11 22:14:15 haproxy[12]: '],
    ['no tag', '<13>Oct 11 22:14:15 web1 '],
    ['a time of RFC 3339', '<13>2026-10-11T22:14:15.003+02:00 web1 nginx: '],
    ['a host that is an IPv6 address', '<13>Oct 11 22:14:15 2001:db8:: nginx: '],
    ['a priority alone', '<13>'],
    ['a priority and a tag', '<13>nginx: '],
    ['RFC 5424', '<165>1 2026-10-11T22:14:15.003Z web1 nginx 4711 ID47 - '],
    ['RFC 5424 without anything', '<0>1 - - - - - - '],
    ['structured data', '<13>1 - web1 nginx - - [a@1 b="c"][d@2 e="f \\"] \\\\ g"] '],
    ['an element without parameters', '<13>1 - web1 nginx - - [a@1] '],
    ['a byte-order mark', '<13>1 - web1 nginx - - - \u{feff}'],
  ];
  for (const [what, header] of headers) {
    it(`finds the line behind ${what}`, () => {
      const octets = Buffer.from(header + LINE);
      expect(octets.subarray(lineStart(octets)).toString()).to.equal(LINE);
    });
  }

  it('finds a line of JSON', () => {
    const octets = Buffer.from('<190>Oct 11 22:14:15 web1 nginx: {"status":"200: fine"}');
    expect(octets.subarray(lineStart(octets)).toString()).to.equal('{"status":"200: fine"}');
  });

  it('takes a message without a line for an empty one', () => {
    for (const header of ['<13>1 - web1 nginx - - -', '<13>Oct 11 22:14:15 web1 nginx: ', '<13>']) {
      expect(lineStart(Buffer.from(header))).to.equal(header.length);
    }
  });

  it('leaves what is no header, or breaks off, where it is', () => {
    for (const text of ['<>a', '<1234>a', '<13', '<x>a', '13>a', '<']) {
      expect(lineStart(Buffer.from(text)), text).to.equal(0);
    }
    for (const text of ['<13>1 - - - -', '<13>1 - - - - - [a b="c', '<13>1 - - - - - x y']) {
      expect(lineStart(Buffer.from(text)), text).to.equal(4);
    }
  });

  it('stays inside any message', () => {
    const piece = fc.oneof(
      fc.mapToConstant({ num: 64, build: (at) => String.fromCharCode(32 + at) }),
      fc.constantFrom('1 ', '- ', '13', 'Oct 11 22:14:15 ', 'a: ', '[a b="c"]'),
    );
    const message = fc.array(piece, { maxLength: 12 }).map((pieces) => `<13>${pieces.join('')}`);
    fc.assert(
      fc.property(message, (text) => {
        expect(lineStart(Buffer.from(text))).to.be.within(0, text.length);
      }),
    );
  });
});
