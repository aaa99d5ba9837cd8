import { expect } from 'chai';
import { Rollup } from '../../src/index.ts';
import { type Access, addAll } from './access-lines.ts';

/** Section and url of the one access, as they are shown. */
function shown(access: Access, site?: string): (string | undefined)[] {
  const { sections, urls } = addAll(new Rollup({ seed: 3, site }), [access]).snapshot(0).tables;
  return [sections.rows[0]?.key, urls.rows[0]?.key];
}

function get(target: string): Access {
  return { request: `GET ${target} HTTP/1.1` };
}

describe('the origin before a section', () => {
  const site = 'http://my.site.com';

  it('is the site of the user', () => {
    expect(shown(get('/pages/create?x'), site)).to.deep.equal([
      'http://my.site.com/pages',
      'http://my.site.com/pages/create',
    ]);
    expect(shown(get('/'), site)).to.deep.equal(['http://my.site.com/', 'http://my.site.com/']);
    expect(shown(get('//x'), site)[0]).to.equal('http://my.site.com/');
  });

  const vhosts: readonly (readonly [string, string])[] = [
    ['a.example', 'http://a.example'],
    ['a.example:80', 'http://a.example'],
    ['a.example:443', 'https://a.example'],
    ['a.example:8080', 'http://a.example:8080'],
    ['a.example:8443', 'http://a.example:8443'],
    ['a.example:0443', 'http://a.example:0443'],
    ['a443', 'http://a443'],
    ['a80', 'http://a80'],
    [':443', 'http://:443'],
    ['[2001:db8::1]:443', 'https://[2001:db8::1]'],
  ];
  for (const [vhost, origin] of vhosts) {
    it(`is ${origin} for the virtual host ${vhost}`, () => {
      expect(shown({ vhost, ...get('/a/b') })).to.deep.equal([`${origin}/a`, `${origin}/a/b`]);
    });
  }

  it('is the virtual host of the line rather than the site', () => {
    expect(shown({ vhost: 'a.example', ...get('/a/b') }, site)[0]).to.equal('http://a.example/a');
  });

  it('is the own one of an absolute target', () => {
    const access = { vhost: 'a.example', ...get('https://other.example/a/b') };
    const expected = ['https://other.example/a', 'https://other.example/a/b'];
    expect(shown(access, site)).to.deep.equal(expected);
    expect(shown(access)).to.deep.equal(expected);
  });

  it('has a slash behind it where the target is nothing else', () => {
    for (const target of ['http://x.example', 'http://x.example?a=/b', 'http://x.example#a']) {
      const expected = ['http://x.example/', 'http://x.example/'];
      expect(shown(get(target))).to.deep.equal(expected);
      expect(shown({ vhost: 'a.example', ...get(target) }, site)).to.deep.equal(expected);
    }
  });

  it('does not stand before what is no path', () => {
    for (const target of ['*', 'host:443', 'a']) {
      const access = { vhost: 'a.example', ...get(target) };
      expect(shown(access, site)).to.deep.equal([target, target]);
    }
    expect(shown({ request: '-' }, site)).to.deep.equal(['(none)', '(none)']);
    expect(shown({ vhost: 'a.example', ...get('?x') }, site)).to.deep.equal(['(none)', '(none)']);
  });

  it('makes one section of paths with and without a query, or a default port', () => {
    const rollup = addAll(new Rollup({ seed: 3 }), [
      { vhost: 'a.example', ...get('/a') },
      { vhost: 'a.example:80', ...get('/a/b?c') },
      { ...get('http://a.example/a/') },
    ]);
    const { rows } = rollup.snapshot(0).tables.sections;
    expect(rows).to.deep.equal([{ key: 'http://a.example/a', hits: 3, bytes: 15, errors: 0 }]);
  });

  it('holds hosts and paths of any length', () => {
    const long = 'x'.repeat(20_000);
    for (const access of [
      { vhost: long, ...get(`/a/${long}`) },
      { vhost: 'a.example', ...get(`/${long}/b`) },
      { vhost: `${long}:443`, ...get('/a') },
      get(`http://${long}`),
      get(`http://${long}/a`),
    ]) {
      for (const origin of [undefined, site, `http://${long}`]) {
        const [section = '', url = ''] = shown(access, origin);
        expect(section).to.match(/^https?:\/\/[ax]/);
        expect(url.startsWith(section.slice(0, 500))).to.be.true;
      }
    }
  });
});
