import { expect } from 'chai';
import { ClfParser } from '../../src/index.ts';
import { textBlock } from '../text-block.ts';
import type { Reading, TargetKindName } from '../../src/oracle/reading.ts';
import { readLine } from './reading.ts';

function request(text: string): Partial<Reading> {
  const line = `10.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "${text}" 200 5`;
  const reading = readLine(new ClfParser(), textBlock(line));
  if ('reason' in reading) throw new Error(`refused: ${reading.reason}`);
  return reading;
}

describe('the section of a request', () => {
  const targets: readonly (readonly [string, TargetKindName, string, string])[] = [
    // target, kind, url, section
    ['/pages/create', 'path', '/pages/create', '/pages'],
    ['/pages', 'path', '/pages', '/pages'],
    ['/pages/', 'path', '/pages/', '/pages'],
    ['/', 'path', '/', '/'],
    ['/index.html', 'path', '/index.html', '/index.html'],
    ['//x', 'path', '//x', '/'],
    ['///', 'path', '///', '/'],
    ['//evil.example/x', 'path', '//evil.example/x', '/'],
    ['/a?b=/c/d', 'path', '/a', '/a'],
    ['/a/b?c#d', 'path', '/a/b', '/a'],
    ['/a#b/c?d', 'path', '/a', '/a'],
    ['/?a=b', 'path', '/', '/'],
    ['/#top', 'path', '/', '/'],
    ['/a b/c d', 'path', '/a b/c d', '/a b'],
    ['/a;v=1/b', 'path', '/a;v=1/b', '/a;v=1'],
    ['/%2e%2e/etc', 'path', '/%2e%2e/etc', '/%2e%2e'],
    ['/a%2Fb/c', 'path', '/a%2Fb/c', '/a%2Fb'],
    ['/../b', 'path', '/../b', '/..'],
    ['/café/x', 'path', '/café/x', '/café'],
    ['http://my.site.com/pages/create', 'absolute', 'http://my.site.com/pages/create', '/pages'],
    ['http://my.site.com/pages', 'absolute', 'http://my.site.com/pages', '/pages'],
    ['http://my.site.com/', 'absolute', 'http://my.site.com/', '/'],
    ['http://my.site.com//x', 'absolute', 'http://my.site.com//x', '/'],
    ['HTTPS://u:p@h:8443/a/b?c', 'absolute', 'HTTPS://u:p@h:8443/a/b', '/a'],
    ['git+ssh://h/a/b', 'absolute', 'git+ssh://h/a/b', '/a'],
    ['z90a://h/a/b', 'absolute', 'z90a://h/a/b', '/a'],
    ['http:///a/b', 'absolute', 'http:///a/b', '/a'],
    ['http://my.site.com', 'bareOrigin', 'http://my.site.com', ''],
    ['http://my.site.com?a=/b', 'bareOrigin', 'http://my.site.com', ''],
    ['http://my.site.com#/a', 'bareOrigin', 'http://my.site.com', ''],
    ['*', 'other', '*', '*'],
    ['host:443', 'other', 'host:443', 'host:443'],
    ['[::1]:443', 'other', '[::1]:443', '[::1]:443'],
    ['index.html', 'other', 'index.html', 'index.html'],
    ['a/b?c', 'other', 'a/b', 'a'],
    ['http:/a/b', 'other', 'http:/a/b', 'http:'],
    ['://a/b', 'other', '://a/b', ':'],
    ['a-scheme-of-17-l://a/b', 'other', 'a-scheme-of-17-l://a/b', 'a-scheme-of-17-l:'],
    ['\\x00/a', 'other', '\\x00/a', '\\x00'],
  ];
  for (const [target, kind, url, path] of targets) {
    it(`${target} -> ${path === '' ? url : path}`, () => {
      const origin = kind === 'absolute' ? /^[^/]+:\/\/[^/]*/.exec(url)?.[0] : '';
      const section = kind === 'bareOrigin' ? url : `${origin}${path}`;
      const bytes = (text: string) => Buffer.from(text).toString('latin1');
      expect(request(`GET ${target} HTTP/1.1`)).to.include({
        kind,
        target: bytes(target),
        url: bytes(url),
        section: bytes(section),
      });
    });
  }

  for (const target of ['', '?', '?a=b', '#', '#a?b']) {
    it(`a target "${target}" has no path and so is none`, () => {
      expect(request(`GET ${target} HTTP/1.1`)).to.include({
        kind: 'none',
        target: '',
        url: '',
        section: '',
        method: 'GET',
        protocol: 'HTTP/1.1',
      });
    });
  }
});

describe('the method of a request', () => {
  const methods = ['GET', 'get', 'PROPFIND', 'M-SEARCH', 'X_Y', 'VERSION-CONTROL', 'A', 'P0'];
  for (const method of [...methods, 'A'.repeat(32)]) {
    it(`${method} is one`, () => {
      expect(request(`${method} /x HTTP/1.1`)).to.include({ method, target: '/x' });
    });
  }

  const junk = [
    '\\x16\\x03',
    '0GET',
    '-GET',
    '_X',
    'GET/',
    'GE.T',
    'G*T',
    '{',
    'é',
    'A'.repeat(33),
  ];
  for (const method of junk) {
    it(`${method} is none, so there is no target either`, () => {
      expect(request(`${method} /x HTTP/1.1`)).to.include({
        method: '',
        kind: 'none',
        target: '',
        protocol: '',
      });
    });
  }
});

describe('the protocol of a request', () => {
  const requests: readonly (readonly [string, string, string])[] = [
    ['GET /a HTTP/1.0', '/a', 'HTTP/1.0'],
    ['GET /a HTTP/2', '/a', 'HTTP/2'],
    ['GET /a HTTP/', '/a HTTP/', ''],
    ['GET /a http/1.1', '/a http/1.1', ''],
    ['GET /a HTTPS/1.1', '/a HTTPS/1.1', ''],
    ['GET /a HTTP/1.1 HTTP/1.1', '/a HTTP/1.1', 'HTTP/1.1'],
    ['GET /a HTTP/1.1 x', '/a HTTP/1.1 x', ''],
    ['GET /a', '/a', ''],
    ['GET HTTP/1.1', '', 'HTTP/1.1'],
  ];
  for (const [text, target, protocol] of requests) {
    it(`${text} -> ${protocol === '' ? 'none' : protocol}`, () => {
      expect(request(text)).to.include({ target, protocol });
    });
  }
});
