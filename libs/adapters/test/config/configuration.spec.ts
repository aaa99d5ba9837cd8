// A configuration as somebody writes it, with all that can be wrong in it.
import { readFileSync, writeFileSync } from 'node:fs';

import { expect } from 'chai';

import {
  CONFIG_SCHEMA,
  effectiveRules,
  parseConfiguration,
  problemText,
} from '../../src/configuration.ts';

const DOCS = new URL('../../../../docs/', import.meta.url);
const SCHEMA = new URL('hitwatch.schema.json', DOCS);
const TRAFFIC = { threshold: 10, windowSeconds: 120 };
const ENV = { PATH: process.env['PATH'], TOKEN: 'secret-token' };

function problems(text: string, env: Readonly<Record<string, string | undefined>> = ENV) {
  return parseConfiguration(text, env).problems.map((problem) => problemText('f', problem));
}

describe('a configuration', () => {
  it('may be empty, or nothing but a remark', () => {
    for (const text of ['', '# nothing\n', '---\n', '\ufeff']) {
      expect(problems(text)).to.deep.equal([]);
    }
  });

  const WRONG: readonly (readonly [what: string, text: string, problem: string])[] = [
    ['an unknown key', 'treshold: 5', 'f:1:1: treshold is not known: did you mean threshold?'],
    [
      'an unknown metric',
      'rules:\n  - { name: a, metric: hits_per_secnd, critical: 1 }',
      'f:2:24: rules[0].metric is "hits_per_secnd": did you mean hits_per_second?',
    ],
    [
      'a window that is too short',
      'rules:\n  - name: a\n    metric: hits_per_second\n    critical: 1\n    window: 500ms',
      'f:5:13: rules[0].window: not whole seconds from 1s to 1d: put a window such as 2m',
    ],
    [
      'a window that is too long',
      'rules: [{ name: a, metric: hits_per_second, critical: 1, window: 25h }]',
      'f:1:66: rules[0].window: not whole seconds from 1s to 1d: put a window such as 2m',
    ],
    [
      'a recovery on the wrong side',
      'rules: [{ use: error-share, critical: { threshold: 0.1, recovery: 0.2 } }]',
      'f:1:67: rules[0].critical.recovery: on the wrong side, so that it would recover while it ' +
        'alerts: put one at or below 0.1',
    ],
    [
      'two rules of one name',
      'rules: [error-share, error-share]',
      'f:1:22: rules[0] is called error-share as well: rename one',
    ],
    [
      'a built-in rule that is not',
      'rules: [eror-share]',
      'f:1:9: eror-share is no built-in rule: did you mean error-share?',
    ],
    [
      'a condition that is none',
      'rules: [{ use: error-share, where: sectoin = /a }]',
      'f:1:36: column 1 of where: "sectoin" is no field: use one of ',
    ],
    [
      'a channel that is not',
      'rules: [{ use: error-share, channels: [opps] }]\nchannels: { ops: { type: bell } }',
      'f:1:40: there is no channel opps: did you mean ops?',
    ],
    [
      'a template of a rule with an unknown field',
      "rules: [{ use: error-share, message: '{valu}' }]",
      'f:1:38: rules[0].message.triggered: {valu} is no field: use one of rule, ',
    ],
    [
      'a template of a channel with an unknown field',
      "channels: { a: { type: slack, url: 'http://h', template: '{mesage}' } }",
      'f:1:58: {mesage} is no field of a template: did you mean message?',
    ],
    [
      'a template that makes no JSON',
      "channels: { a: { type: webhook, url: 'http://h', template: '{\"a\": {message}}' } }",
      'f:1:60: with its fields filled in this is no JSON: ',
    ],
    [
      'a command that does not exist',
      'channels: { a: { type: command, command: [no-such-program] } }',
      'f:1:42: there is no program no-such-program: ',
    ],
    [
      'a variable that is not set',
      'channels: { a: { type: slack, url: { env: NOPE } } }',
      'f:1:36: the variable NOPE is not set: set it before hitwatch starts',
    ],
    [
      'a metadata service',
      "channels: { a: { type: webhook, url: 'http://0xA9FEA9FE/' } }",
      'f:1:38: url leads to a link-local address or a metadata service: ',
    ],
    [
      'a header that cannot be sent',
      'channels: { a: { type: webhook, url: "http://h", headers: { X: "a\\nb" } } }',
      'f:1:64: this is no header that can be sent: ',
    ],
    ['a channel of no type', 'channels:\n  a: { url: x }', 'f:2:6: channels.a has no type: add it'],
    [
      'a channel of another type',
      'channels: { a: { type: slak } }',
      'f:1:24: channels.a.type is "slak": did you mean slack?',
    ],
    [
      'a name that could be a path',
      'channels: { ../a: { type: bell } }',
      'f:1:13: "../a" is no name: take small letters, digits, - and _, ',
    ],
    ['a key that stands twice', 'top: 1\ntop: 2', 'f:2:1: top stands here twice: keep one'],
    [
      'a tab',
      'rules:\n\t- error-share',
      'f:2:1: Tabs are not allowed as indentation: indent with spaces',
    ],
    ['what is no mapping', '- a', 'f:1:1: the configuration is a list: give a mapping'],
    [
      'the threshold of high traffic in two places',
      'threshold: 5\nrules: [{ use: high-traffic, critical: 6 }]',
      'f:2:40: threshold says this as well: keep one of them',
    ],
    [
      'a mute without a time',
      'rules: [{ use: error-share, mute: [{ days: [mon], from: 25:00, to: 26:00 }] }]',
      'f:1:36: from is "25:00": put a time of day such as \'22:00\'',
    ],
  ];

  for (const [what, text, problem] of WRONG) {
    it(`is refused for ${what}`, () => {
      const [first = 'nothing'] = problems(text);
      expect(first.slice(0, problem.length)).to.equal(problem);
    });
  }

  it('is refused with all of its problems, in the order of the text', () => {
    const text = 'top: -1\nrules:\n  - eror\n  - { name: a }\n  - { name: b, metric: x }\nevry: 1';
    const lines = problems(text).map((one) => Number(one.split(':')[1]));
    expect(lines).to.have.length.above(2);
    expect(lines).to.deep.equal([...lines].sort((a, b) => a - b));
  });

  it('does not take long over a bomb, depth, or many keys', () => {
    const level = (name: string, of: string) => `${name}: &${name} [${`${of},`.repeat(9)}]\n`;
    const bomb = level('a', 'x') + level('b', '*a') + level('c', '*b') + level('d', '*c');
    expect(problems(bomb)[0]).to.match(/alias count.*: write values out/);
    expect(problems('['.repeat(100_000))[0]).to.match(/nothing in it goes that deep/);
    expect(problems(`a: ${'['.repeat(80)}${']'.repeat(80)}`)[0]).to.match(/nested too deep/);
    const keys = Array.from({ length: 20_000 }, (_, n) => `k${String(n)}: 1\n`).join('');
    expect(problems(keys)[0]).to.match(/k0 is not known/);
    expect(problems('#'.repeat(300_000))[0]).to.match(/larger than 256 KiB/);
  }).timeout(10_000);

  it('says no secret, whatever is wrong with it', () => {
    const text = [
      'channels:',
      '  a: { type: webhook, url: { envv: hush-1 }, headers: { Authorization: [hush-2] } }',
      '  b: { type: slack, url: "ftp://hush-3" }',
      '  c: { type: email, host: h, from: a@b, to: [c@d], password: [hush-4] }',
    ].join('\n');
    const [first, second] = [problems(text), problems(text.replaceAll(/\[(hush-\d)\]/g, '"$1"'))];
    expect([...first, ...second]).to.have.length.above(3);
    expect([...first, ...second].join('\n')).to.not.match(/hush-[1234]/);
  });

  it('needs no secrets where nobody is told', () => {
    const text = 'channels: { a: { type: slack, url: { env: NOPE } } }';
    expect(parseConfiguration(text, undefined).problems).to.deep.equal([]);
  });

  it('has rules with all that they can say', () => {
    const text = `
rules:
  - use: high-traffic
    window: 5m
    critical: { threshold: 20, recovery: 15 }
    labels: { team: web }
  - error-share
  - use: silence
    enabled: false
  - name: slow
    metric: response_time
    quantile: p99.9
    status: 5xx
    critical: 1.5
    for: 0
    renotify: 30m
    mute:
      - { days: [sat, sun], from: '22:00', to: '06:00', zone: '-02:30' }
      - { from: 2026-12-24T00:00:00+01:00, to: 2026-12-27T00:00:00Z }
    channels: [bell]
channels: { bell: { type: bell } }
`;
    const { configuration } = parseConfiguration(text, ENV);
    const [traffic, share, slow, ...none] = effectiveRules(configuration.rules, TRAFFIC);
    expect(none).to.deep.equal([]);
    expect(traffic?.rule).to.deep.include({
      name: 'high-traffic',
      windowSeconds: 120,
      severities: { critical: { threshold: 10, recovery: 15 } },
      labels: [['team', 'web']],
    });
    expect(configuration.settings.map(({ flag, value }) => [flag, value])).to.deep.equal([
      ['threshold', '20'],
      ['duration', '300s'],
    ]);
    expect(share?.rule.name).to.equal('error-share');
    expect(slow?.channels).to.deep.equal(['bell']);
    expect(slow?.rule).to.deep.include({
      quantile: 0.999,
      status: { from: 500, to: 599 },
      renotify: { afterSeconds: 1800, factor: 1, maxSeconds: 604_800, timesMax: 100 },
    });
    expect(slow?.rule.mutes).to.deep.equal([
      { kind: 'weekly', days: [6, 0], fromMinute: 1320, toMinute: 360, offsetMinutes: -150 },
      { kind: 'span', fromSecond: 1_798_066_800, toSecond: 1_798_329_600 },
    ]);
  });

  it('turns high traffic off by its name', () => {
    const text = 'rules: [{ use: high-traffic, enabled: false }]';
    expect(effectiveRules(parseConfiguration(text, ENV).configuration.rules, TRAFFIC)).to.be.empty;
    const named = effectiveRules(
      parseConfiguration('rules: [high-traffic]', ENV).configuration.rules,
      TRAFFIC,
    );
    expect(named).to.have.length(1);
  });

  it('has the schema of docs/hitwatch.schema.json', () => {
    const text = `${JSON.stringify(CONFIG_SCHEMA, null, 2)}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(SCHEMA, text);
    const written: unknown = JSON.parse(readFileSync(SCHEMA, 'utf8'));
    expect(written).to.deep.equal(JSON.parse(text));
  });

  it('describes every member of the schema, for editors to show', () => {
    const without: string[] = [];
    const look = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return;
      for (const [name, part] of Object.entries(value)) {
        const at = `${path}/${name}`;
        const isMember = path.endsWith('/properties') && typeof part === 'object';
        if (isMember && !at.includes('/if/') && !('description' in (part as object)))
          without.push(at);
        look(part, at);
      }
    };
    look(CONFIG_SCHEMA, '');
    expect(without).to.deep.equal([]);
  });

  for (const page of ['configuration.md', 'channels.md', 'rules.md']) {
    it(`reads the examples of docs/${page}`, () => {
      const text = readFileSync(new URL(page, DOCS), 'utf8');
      const examples = [...text.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, one = '']) => one);
      expect(examples).to.have.length.above(0);
      for (const one of examples) {
        const whole = one.startsWith('- ') ? `rules:\n${one.replaceAll(/^(?=.)/gm, '  ')}` : one;
        expect(parseConfiguration(whole, undefined).problems, one).to.deep.equal([]);
      }
    });
  }
});
