import { expect } from 'chai';
import {
  type AlertRule,
  alertRule,
  BUILT_IN_RULES,
  builtInRule,
  checkRule,
  checkRules,
  type HitCondition,
  parseCondition,
} from '../../src/index.ts';

const SOUND = alertRule({
  name: 'errors',
  metric: 'error_share',
  severities: { warning: { threshold: 0.05, recovery: 0.02 }, critical: { threshold: 0.2 } },
});

function condition(text: string): HitCondition {
  const parsed = parseCondition(text);
  if ('problem' in parsed) throw new Error(parsed.problem.message);
  return parsed.condition;
}

const WRONG: readonly (readonly [path: string, change: Partial<AlertRule>, message: RegExp])[] = [
  ['name', { name: ' ' }, /give the rule a name/],
  ['name', { name: 'x'.repeat(101) }, /cut it/],
  ['window', { windowSeconds: 0 }, /put a window such as 2m/],
  ['window', { windowSeconds: 0.5 }, /not whole seconds from 1s to 1d/],
  ['window', { windowSeconds: 86_401 }, /put a window/],
  ['window', { windowSeconds: NaN }, /put a window/],
  ['for', { forSeconds: -1 }, /put a time such as 5m/],
  ['keep_firing_for', { keepFiringForSeconds: 604_801 }, /from 0s to 7d/],
  ['min_hits', { minHits: 0.5 }, /put how many hits/],
  ['critical', { severities: {} }, /give critical, warning, or both/],
  [
    'critical.threshold',
    { severities: { critical: { threshold: 5, recovery: 5 } } },
    /put a share from 0 to 1/,
  ],
  [
    'critical.recovery',
    { severities: { critical: { threshold: 0.2, recovery: 0.3 } } },
    /wrong side.*put one at or below 0.2/,
  ],
  [
    'critical.recovery',
    { comparison: 'below', severities: { critical: { threshold: 0.2, recovery: 0.1 } } },
    /put one at or above 0.2/,
  ],
  [
    'critical.threshold',
    { severities: { critical: { threshold: 0, recovery: 0 } } },
    /could never recover.*a threshold above 0/,
  ],
  [
    'critical.threshold',
    { severities: { critical: { threshold: 0.1, recovery: 0 } } },
    /could never recover.*a recovery above 0/,
  ],
  [
    'critical.threshold',
    { comparison: 'below', severities: { critical: { threshold: 0.9, recovery: 1 } } },
    /no share is above 1/,
  ],
  [
    'warning',
    {
      severities: {
        warning: { threshold: 0.3, recovery: 0.3 },
        critical: { threshold: 0.2, recovery: 0.2 },
      },
    },
    /not before the critical one/,
  ],
  ['status', { metric: 'status_share' }, /missing: status_share wants a status/],
  ['status', { status: { from: 500, to: 599 } }, /take it away/],
  ['status', { metric: 'status_share', status: { from: 50, to: 59 } }, /put 100 to 999/],
  ['quantile', { metric: 'response_time' }, /put p50 to p99.9/],
  ['quantile', { metric: 'response_time', quantile: 0.9999 }, /put p50 to p99.9/],
  ['quantile', { quantile: 0.5 }, /take it away/],
  ['where', { metric: 'unparsed_share', where: condition('status = 500') }, /take the condition/],
  ['by', { metric: 'format_changes', by: 'client' }, /can only be by file/],
  ['comparison', { metric: 'silence_seconds', comparison: 'change_above' }, /put above/],
  ['groups_max', { by: 'client', groupsMax: 0 }, /put 1 to 10000/],
  [
    'groups_max',
    { by: 'client', windowSeconds: 86_400, groupsMax: 98 },
    /put 1 to 97 for this window/,
  ],
  ['groups_max', { by: 'section', metric: 'distinct_clients', groupsMax: 501 }, /put 1 to 500/],
  [
    'renotify.after',
    { renotify: { afterSeconds: 5, factor: 1, maxSeconds: 60, timesMax: 1 } },
    /from 1m to 7d/,
  ],
  [
    'renotify.factor',
    { renotify: { afterSeconds: 60, factor: 0.5, maxSeconds: 60, timesMax: 1 } },
    /put 1/,
  ],
  [
    'renotify.max',
    { renotify: { afterSeconds: 600, factor: 1, maxSeconds: 60, timesMax: 1 } },
    /shorter than after/,
  ],
  [
    'renotify.times',
    { renotify: { afterSeconds: 60, factor: 1, maxSeconds: 60, timesMax: 0 } },
    /put 1 to 1000/,
  ],
  [
    'message.triggered',
    { messages: { triggered: '{valeu}' } },
    /\{valeu\} is no field: use one of/,
  ],
  ['message.triggered', { messages: { triggered: '{labels.team}' } }, /is no field/],
  ['message.recovered', { messages: { recovered: 'open {' } }, /close it, or write it twice/],
  ['message.recovered', { messages: { recovered: 'x'.repeat(2001) } }, /cut it/],
  ['mute[0].to', { mutes: [{ kind: 'span', fromSecond: 5, toSecond: 5 }] }, /put a later time/],
  [
    'mute[0].days',
    { mutes: [{ kind: 'weekly', days: [], fromMinute: 0, toMinute: 1, offsetMinutes: 0 }] },
    /put mon/,
  ],
  [
    'mute[0].from',
    { mutes: [{ kind: 'weekly', days: [1], fromMinute: 1440, toMinute: 1, offsetMinutes: 0 }] },
    /put 00:00 to 23:59/,
  ],
  [
    'mute[0].to',
    { mutes: [{ kind: 'weekly', days: [1], fromMinute: 60, toMinute: 60, offsetMinutes: 0 }] },
    /24:00 for a whole day/,
  ],
  [
    'mute[0].zone',
    { mutes: [{ kind: 'weekly', days: [1], fromMinute: 0, toMinute: 1, offsetMinutes: 9999 }] },
    /such as \+02:00/,
  ],
];

describe('the check of rules', () => {
  it('has nothing to say of a sound rule, nor of those that are built in', () => {
    expect(checkRule(SOUND)).to.deep.equal([]);
    expect(checkRules(BUILT_IN_RULES)).to.deep.equal([]);
    expect(BUILT_IN_RULES.map(({ name }) => builtInRule(name))).to.deep.equal(BUILT_IN_RULES);
  });

  for (const [path, change, message] of WRONG) {
    it(`says what to do about ${path} of ${JSON.stringify(change).slice(0, 60)}`, () => {
      const problems = checkRule({ ...SOUND, ...change }, 'rules[0]');
      expect(problems.map((problem) => problem.path)).to.deep.equal([`rules[0].${path}`]);
      expect(problems[0]?.message).to.match(message);
    });
  }

  it('refuses two rules of one name, and more rules than there is time for', () => {
    const problems = checkRules([SOUND, { ...SOUND, name: 'other' }, SOUND]);
    expect(problems).to.deep.equal([
      {
        path: 'rules[2].name',
        message: 'rules[0] is called errors as well: give it another name',
      },
    ]);
    const many = Array.from({ length: 501 }, (_, at) => ({ ...SOUND, name: String(at) }));
    expect(checkRules(many).map(({ path }) => path)).to.deep.equal(['rules']);
  });
});
