import { expect } from 'chai';
import fc from 'fast-check';
import { asShown, hitPredicate, parseCondition, Rollup } from '../../src/index.ts';
import { batchOf } from '../rules/rule-lines.ts';
import { access, addAll, NOON } from '../traffic/access-lines.ts';

const SITE = 'http://my.site.com';

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function holds(text: string, hit: Parameters<typeof batchOf>[0][number], site?: string): boolean {
  const read = parseCondition(text);
  if ('problem' in read) throw new Error(read.problem.message);
  return hitPredicate(asShown(read.condition, site))(batchOf([hit]), 0, '');
}

describe('a condition on what is shown', () => {
  it('holds for the very hit that a table shows under that name', () => {
    const property = fc.property(access, fc.constantFrom(undefined, SITE), (one, site) => {
      const { tables } = addAll(new Rollup({ seed: 1, site }), [one]).snapshot(0);
      const hit = { second: NOON, ...one };
      for (const [field, table] of [
        ['section', tables.sections],
        ['url', tables.urls],
      ] as const) {
        const key = table.rows[0]?.key ?? '';
        // The name of what is not there: whoever asks for it puts the empty text.
        if (key === '(none)') continue;
        expect(holds(`${field}=${quoted(key)}`, hit, site), key).to.equal(true);
        expect(holds(`${field}!=${quoted(key)}`, hit, site), key).to.equal(false);
      }
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('does not hold for the same path on another host', () => {
    const hit = { second: NOON, vhost: 'a.example', request: 'GET /pages/1 HTTP/1.1' };
    expect(holds('section="http://a.example/pages"', hit)).to.equal(true);
    expect(holds('section="http://b.example/pages"', hit)).to.equal(false);
    expect(holds(`section="${SITE}/pages"`, hit, SITE)).to.equal(false);
    expect(holds('url^="http://a.example/pages/"', hit)).to.equal(true);
    expect(holds('section=/pages', hit)).to.equal(true);
  });
});
