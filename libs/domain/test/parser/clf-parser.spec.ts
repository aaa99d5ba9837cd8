import { expect } from 'chai';
import { ClfParser, type UnparsedReason } from '../../src/index.ts';
import { latin1Block } from '../text-block.ts';
import type { Reading } from '../../src/oracle/reading.ts';
import { readLine } from './reading.ts';

const TIME = '[10/Oct/2000:13:55:36 -0700]';
const SECOND = Date.UTC(2000, 9, 10, 20, 55, 36) / 1000;

function found(line: string) {
  return readLine(new ClfParser(), latin1Block(line));
}

describe('ClfParser', () => {
  it('reads the example of the Apache manual', () => {
    const line =
      `127.0.0.1 - frank ${TIME} "GET /apache_pb.gif HTTP/1.0" 200 2326 ` +
      '"http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"';
    expect(found(line)).to.deep.equal({
      second: SECOND,
      status: 200,
      bytes: 2326,
      vhost: '',
      host: '127.0.0.1',
      user: 'frank',
      method: 'GET',
      protocol: 'HTTP/1.0',
      kind: 'path',
      target: '/apache_pb.gif',
      url: '/apache_pb.gif',
      section: '/apache_pb.gif',
      referrer: 'http://www.example.com/start.html',
      agent: 'Mozilla/4.08 [en] (Win98; I ;Nav)',
    } satisfies Reading);
  });

  const clients: readonly (readonly [string, Partial<Reading>])[] = [
    ['10.0.0.1 - -', { vhost: '', host: '10.0.0.1', user: '-' }],
    ['- - -', { vhost: '', host: '-', user: '-' }],
    ['2001:db8::1 - Ann Lee', { vhost: '', host: '2001:db8::1', user: 'Ann Lee' }],
    ['10.0.0.1 ident ann', { vhost: '', host: '10.0.0.1', user: 'ann' }],
    ['10.0.0.1 ident Ann Lee', { vhost: '', host: '10.0.0.1', user: 'Ann Lee' }],
    ['site.example 10.0.0.1 - -', { vhost: 'site.example', host: '10.0.0.1', user: '-' }],
    ['site.example web-1 - ann', { vhost: 'site.example', host: 'web-1', user: 'ann' }],
    ['site:443 ::1 - Ann B. Lee', { vhost: 'site:443', host: '::1', user: 'Ann B. Lee' }],
    ['site:80 10.0.0.1 ident ann', { vhost: 'site:80', host: '10.0.0.1', user: 'ann' }],
    ['10.0.0.1 - - -', { vhost: '', host: '10.0.0.1', user: '- -' }],
    ['10.0.0.1 - [10/Oct/2000]', { vhost: '', host: '10.0.0.1', user: '[10/Oct/2000]' }],
    ['10.0.0.1, 10.9.9.9 - -', { vhost: '', host: '10.0.0.1' }],
    ['site 10.0.0.1, 10.9.9.9 - -', { vhost: 'site', host: '10.0.0.1' }],
    ['\t10.0.0.1\t-  ann \t', { vhost: '', host: '10.0.0.1', user: 'ann' }],
  ];
  for (const [client, expected] of clients) {
    it(`splits "${client}" before the time`, () => {
      expect(found(`${client} ${TIME} "GET / HTTP/1.1" 200 5`)).to.include(expected);
    });
  }

  const rests: readonly (readonly [string, Partial<Reading>])[] = [
    ['"GET / HTTP/1.1" 200 5', { status: 200, bytes: 5, referrer: '', agent: '' }],
    ['"GET / HTTP/1.1" - -', { status: 0, bytes: 0 }],
    ['"GET / HTTP/1.1" 999 999999999999999', { status: 999, bytes: 999_999_999_999_999 }],
    ['"GET /"x HTTP/1.1" 200 5', { target: '/"x', protocol: 'HTTP/1.1', bytes: 5 }],
    ['"GET /\\" 200 5', { target: '/\\', bytes: 5 }],
    ['"GET /?q=\\" 200 5 HTTP/1.1" 404 7', { target: '/?q=\\" 200 5', status: 404, bytes: 7 }],
    ['"\\x16\\x03\\x01" 400 5', { method: '', target: '', section: '', status: 400 }],
    ['"" 408 -', { method: '', target: '', status: 408 }],
    ['"-" 408 -', { method: '', target: '', status: 408 }],
    ['"GET" 400 5', { method: '', target: '' }],
    ['"GET HTTP/1.1" 400 5', { method: 'GET', target: '', protocol: 'HTTP/1.1' }],
    ['"GET /" 200 5', { method: 'GET', target: '/', protocol: '' }],
    ['"GET / " 200 5', { method: 'GET', target: '/', protocol: '' }],
    ['"GET  /a  b  HTTP/1.1" 200 5', { target: '/a  b', protocol: 'HTTP/1.1' }],
    ['"GET / HTTP/1.1" 200 5 "" ""', { referrer: '', agent: '' }],
    ['"GET / HTTP/1.1" 200 5 "r"', { referrer: 'r', agent: '' }],
    ['"GET / HTTP/1.1" 200 5 "r" "a" "x"', { referrer: 'r', agent: 'a' }],
    ['"GET / HTTP/1.1" 200 5 81 0.2 "r" "a"', { referrer: 'r', agent: 'a' }],
    ['"GET / HTTP/1.1" 200 5 81 "x"', { referrer: '', agent: '' }],
    ['"GET / HTTP/1.1" 200 5 - "a" 13 "back" "end"', { referrer: '-', agent: 'a' }],
    ['"GET / HTTP/1.1" 200 5 "r" "a', { referrer: 'r', agent: 'a' }],
    ['"GET / HTTP/1.1" 200 5 "say "hi"now" "a\\""', { referrer: 'say "hi"now', agent: 'a\\"' }],
    ['"GET /caf\xc3\xa9 HTTP/1.1" 200 5', { target: '/caf\xc3\xa9' }],
    ['\t"GET / HTTP/1.1"\t200\t5\t"r"\t"a"', { bytes: 5, referrer: 'r', agent: 'a' }],
    ['"GET / HTTP/1.1" 200 5 "r" "a\r"', { referrer: 'r', agent: 'a\r' }],
  ];
  for (const [rest, expected] of rests) {
    it(`reads ${JSON.stringify(rest)} after the time`, () => {
      expect(found(`10.0.0.1 - - ${TIME} ${rest}`)).to.include(expected);
    });
  }

  it('passes over the hole that a file cut short under its writer begins with', () => {
    expect(found(`${'\0'.repeat(900)}10.0.0.1 - - ${TIME} "GET / HTTP/1.1" 200 5`)).to.include({
      host: '10.0.0.1',
      second: SECOND,
    });
  });

  it('takes the time that a quote follows, not one that a user is called', () => {
    const user = '[01/Jan/1999:00:00:00 +0000]';
    expect(found(`10.0.0.1 - ${user} ${TIME} "GET / HTTP/1.1" 200 5`)).to.include({
      second: SECOND,
      user,
    });
  });

  const refused: readonly (readonly [string, UnparsedReason])[] = [
    ['', 'empty'],
    ['\0\0\0', 'nul'],
    ['Starting up ...', 'no_time'],
    ['10.0.0.1 - - 10/Oct/2000:13:55:36 -0700 "GET / HTTP/1.1" 200 5', 'no_time'],
    ['10.0.0.1 - - [10/Oct/2000:13:55:36] "GET / HTTP/1.1" 200 5', 'no_time'],
    ['10.0.0.1 - - [10/Okt/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5', 'bad_time'],
    ['10.0.0.1 - - [31/Sep/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5', 'bad_time'],
    [`${TIME} "GET / HTTP/1.1" 200 5`, 'no_host'],
    [`10.0.0.1 - ${TIME} "GET / HTTP/1.1" 200 5`, 'no_host'],
    [`, - - ${TIME} "GET / HTTP/1.1" 200 5`, 'no_host'],
    [`10.0.0.1 - - ${TIME}`, 'no_request'],
    [`10.0.0.1 - - ${TIME} GET / HTTP/1.1 200 5`, 'no_request'],
    [`10.0.0.1 - - ${TIME} "GET / HT`, 'no_request'],
    [`10.0.0.1 - - ${TIME} "GET /\\" HT`, 'no_request'],
    [`10.0.0.1 - - ${TIME} "GET / HTTP/1.1"`, 'bad_status'],
    [`10.0.0.1 - - ${TIME} "GET / HTTP/1.1" 20`, 'bad_status'],
    [`10.0.0.1 - - ${TIME} "GET / HTTP/1.1" 099 5`, 'bad_status'],
    [`10.0.0.1 - - ${TIME} "GET / HTTP/1.1" 2000 5`, 'bad_status'],
    [`10.0.0.1 - - ${TIME} "GET / HTTP/1.1" 200`, 'bad_bytes'],
    [`10.0.0.1 - - ${TIME} "GET / HTTP/1.1" 200 x`, 'bad_bytes'],
    [`10.0.0.1 - - ${TIME} "GET / HTTP/1.1" 200 -5`, 'bad_bytes'],
    [`10.0.0.1 - - ${TIME} "GET / HTTP/1.1" 200 5k`, 'bad_bytes'],
    [`10.0.0.1 - - ${TIME} "GET / HTTP/1.1" 200 1000000000000000`, 'bad_bytes'],
  ];
  for (const [line, reason] of refused) {
    it(`refuses ${JSON.stringify(line)}: ${reason}`, () => {
      expect(found(line)).to.deep.equal({ reason });
    });
  }
});
