import { expect } from 'chai';
import { alertRule, ruleMessage, type RuleTransition } from '../../src/index.ts';

const formatTime = (second: number) => new Date(second * 1000).toISOString().slice(11, 19);
const START = Date.UTC(2024, 4, 1, 12) / 1000;

const rule = alertRule({
  name: 'slow pages',
  metric: 'response_time',
  quantile: 0.95,
  by: 'section',
  severities: { warning: { threshold: 0.5 }, critical: { threshold: 1 } },
  labels: [['team', 'web']],
});

const transition: RuleTransition = {
  rule: 'slow pages',
  group: '/api',
  kind: 'triggered',
  severity: 'warning',
  second: START + 3723,
  metric: 'response_time',
  windowSeconds: 120,
  numerator: 612_345,
  divisor: 1_000_000,
  threshold: 0.5,
  recovery: 0.4,
  startSecond: START,
  startValue: 0.55,
  peakValue: 0.7,
  muted: false,
};

function message(change: Partial<RuleTransition>, template?: string): string {
  const { kind } = { ...transition, ...change };
  const messages = template === undefined ? {} : { [kind]: template };
  return ruleMessage({ ...rule, messages }, { ...transition, ...change }, formatTime);
}

describe('the message of a rule', () => {
  it('says by itself what happened, where, and how much of what', () => {
    const kinds = ['triggered', 'escalated', 'deescalated', 'recovered', 'renotified'] as const;
    const of = 'alert for section /api';
    const value = 'response time in seconds = 0.612';
    expect(kinds.map((kind) => message({ kind }))).to.deep.equal([
      `slow pages generated a warning ${of} - ${value}, triggered at 13:02:03`,
      `slow pages ${of} is now warning - ${value}, escalated at 13:02:03`,
      `slow pages ${of} is only warning now - ${value}, eased at 13:02:03`,
      `slow pages ${of} recovered - ${value}, recovered at 13:02:03`,
      `slow pages warning ${of} goes on since 12:00:00 - ${value}, peak 0.7, at 13:02:03`,
    ]);
  });

  it('fills the fields of a template', () => {
    const template =
      '{{{labels.team}}} {rule}/{state}/{severity}/{metric}/{value}/{threshold}/{recovery}/' +
      '{window}/{group}/{time}/{start}/{start_value}/{duration}/{peak}';
    expect(message({}, template)).to.equal(
      '{web} slow pages/triggered/warning/response time in seconds/0.612/0.5/0.4/' +
        '2m//api/13:02:03/12:00:00/0.55/1h2m3s/0.7',
    );
  });

  it('does not take the key of a group for a template, nor a label for a field', () => {
    expect(message({ group: '/{value}{{' }, 'in {group}')).to.equal('in /{value}{{');
    expect(message({ group: undefined })).to.include('a warning alert - ');
  });

  it('says where there was no data', () => {
    const none = { numerator: undefined, divisor: undefined, peakValue: undefined };
    expect(message(none, '{value}, {peak}')).to.equal('no data, no data');
  });
});
