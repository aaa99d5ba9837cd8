import { expect } from 'chai';
import fc from 'fast-check';
import {
  CONDITION_FIELDS,
  type HitPredicate,
  hitPredicate,
  parseCondition,
} from '../../src/index.ts';
import { batchOf, type RuleHit } from '../rules/rule-lines.ts';

const NOON = Date.UTC(2024, 4, 1, 12) / 1000;

function compiled(text: string): HitPredicate {
  const parsed = parseCondition(text);
  if ('problem' in parsed) throw new Error(`${text}: ${parsed.problem.message}`);
  return hitPredicate(parsed.condition);
}

function holds(text: string, hit: Omit<RuleHit, 'second'>, file = '/var/log/a.log'): boolean {
  return compiled(text)(batchOf([{ second: NOON, ...hit }]), 0, file);
}

const HIT = {
  vhost: 'my.example:443',
  host: '10.1.2.3',
  request: 'POST /api/users/7?a=b HTTP/1.1',
  status: '503',
  bytes: '1500',
  referrer: 'http://r.example/x y',
  agent: 'Mozilla/5.0 (GoogleBot)',
  timeMs: 250,
};
const BARE = { status: '-', bytes: '-', referrer: '-', agent: '-', request: '-' };

const TRUE = [
  'status = 503',
  'status=503',
  'status>=500',
  'status = 5xx',
  'status = 5XX',
  'status != 4xx',
  'status >= 500 and status < 600',
  'section = /api',
  'section != /shop',
  'url = /api/users/7',
  'url ^= /api/',
  'url ~ USERS',
  'method = POST',
  'client = 10.1.2.3',
  'client = 10.0.0.0/8',
  'client != 192.168.0.0/16',
  'client ^= 10.',
  'not client = 192.168.0.0/16',
  'referrer ~ "x y"',
  "referrer = 'http://r.example/x y'",
  'agent ~ googlebot',
  'agent ~ "(Google"',
  'host ^= my.example',
  'vhost ~ EXAMPLE',
  'protocol = HTTP/1.1',
  'bytes > 1kB',
  'bytes <= 1.5kB',
  'time > 0.2',
  'time >= 250ms',
  'time = 0.25s',
  'file ~ A.LOG',
  'file = /var/log/a.log',
  'status = 200 or section = /api',
  'status = 200 and section = /x or method = POST',
  'NOT status = 200 AND method = POST',
  'not (status = 200 or status = 404)',
  'not not status = 503',
  '((status = 503))',
  'url != "/api\\"users"',
];

const FALSE = [
  'status = 200',
  'section = /API',
  'section ^= /api/users',
  'url ~ ?a=b',
  'method = post',
  'client = 10.1.2.30',
  'client = 2001:db8::/32',
  'time < 250ms',
  'bytes >= 1MB',
  'file ^= a.log',
  'method = POST and (status = 200 or section = /x)',
  'url ~ "users/77"',
];

const PROBLEMS: readonly (readonly [text: string, column: number, message: RegExp])[] = [
  ['', 1, /^the end is no field: use one of section, url/],
  ['sectoin = /api', 1, /^"sectoin" is no field/],
  ['status', 7, /^the end instead of an operator: put one of/],
  ['status 500', 8, /^"500" instead of an operator/],
  ['status >= ', 11, /^the end instead of a value for status >=: put one here/],
  ['status >= banana', 11, /^status is a number: put one from 0/],
  ['status = 50', 10, /^no status: put 100 to 999, or a class such as 5xx/],
  ['status > 5xx', 8, /^a class goes with = and != only: put status > 500/],
  ['status ~ 5', 8, /^status is a number: put one of = !=/],
  ['time > 3 hours', 10, /^"hours" after a whole comparison/],
  ['time > 3h', 8, /^time is a number: put one from 0, with ms, us, m, s/],
  ['section > /api', 9, /^section is a text: put one of = != ~ \^=/],
  ['client = 10.0.0.0/40', 10, /^no address and no network/],
  ['section = "/api', 11, /never closed: close it/],
  ['(status = 500', 14, /^the parenthesis of column 1 is not closed: put \) here/],
  ['status = 500)', 13, /^no parenthesis is open here/],
  ['status = 500 and', 17, /^the end is no field/],
  ['status = 500 section = /x', 14, /^"section" after a whole comparison: put and, or/],
  ['"status" = 500', 1, /^"status" is no field/],
];

describe('a condition on hits', () => {
  for (const text of TRUE) {
    it(`holds: ${text}`, () => {
      expect(holds(text, HIT)).to.equal(true);
    });
  }

  for (const text of FALSE) {
    it(`does not hold: ${text}`, () => {
      expect(holds(text, HIT)).to.equal(false);
    });
  }

  for (const [text, column, message] of PROBLEMS) {
    it(`says what to do where ${JSON.stringify(text)} goes wrong`, () => {
      const parsed = parseCondition(text);
      if ('condition' in parsed) throw new Error('it was taken');
      expect(parsed.problem.column).to.equal(column);
      expect(parsed.problem.message).to.match(message);
    });
  }

  it('takes what a line does not state for nothing', () => {
    for (const text of [
      'referrer = ""',
      'agent = ""',
      'method = ""',
      'status != 200',
      'time != 1',
    ]) {
      expect(holds(text, BARE), text).to.equal(true);
    }
    for (const text of ['status < 500', 'status = 2xx', 'time < 1', 'time >= 0', 'agent ~ -']) {
      expect(holds(text, BARE), text).to.equal(false);
    }
  });

  it('looks at the file of each batch, and not at that of the one before', () => {
    const predicate = compiled('file ~ b.log');
    const batch = batchOf([{ second: NOON }]);
    expect(['b.log', 'a.log', 'b.log'].map((file) => predicate(batch, 0, file))).to.deep.equal([
      true,
      false,
      true,
    ]);
  });

  it('bounds length, depth and terms', () => {
    const long = `section = ${'x'.repeat(5000)}`;
    const deep = `${'('.repeat(70)}status = 200${')'.repeat(70)}`;
    const nots = `${'not '.repeat(70)}status = 200`;
    const many = Array.from({ length: 300 }, () => 'bytes=1').join(' or ');
    for (const text of [long, deep, nots, many]) {
      expect(parseCondition(text)).to.have.nested.property('problem.column');
    }
  });

  it('never throws, whatever the text', () => {
    const word = fc.constantFrom(
      ...CONDITION_FIELDS,
      ...[
        'and',
        'or',
        'not',
        '(',
        ')',
        '=',
        '>=',
        '~',
        '^=',
        '500',
        '5xx',
        '"',
        '/a',
        '10.0.0.0/8',
      ],
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word).map((words) => words.join(' ')),
    );
    const property = fc.property(text, (aText) => {
      const parsed = parseCondition(aText);
      if ('problem' in parsed) {
        expect(parsed.problem.column).to.be.within(1, aText.length + 1);
        expect(parsed.problem.message).to.include(':');
        return;
      }
      expect(parsed.condition.text).to.equal(aText);
      expect(compiled(aText)(batchOf([{ second: NOON, ...HIT }]), 0, '')).to.be.a('boolean');
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it('agrees with the logic of its parts', () => {
    const term = fc.constantFrom(...TRUE.slice(0, 6), ...FALSE.slice(0, 6));
    const property = fc.property(term, term, term, (a, b, c) => {
      const [x, y, z] = [holds(a, HIT), holds(b, HIT), holds(c, HIT)];
      expect(holds(`${a} or ${b} and not ${c}`, HIT)).to.equal(x || (y && !z));
      expect(holds(`(${a} or ${b}) and ${c}`, HIT)).to.equal((x || y) && z);
    });
    fc.assert(property, { numRuns: 100 });
  });
});
