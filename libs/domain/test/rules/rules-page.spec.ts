import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  BUILT_IN_RULES,
  COMPARISONS,
  CONDITION_FIELDS,
  GROUP_BYS,
  MESSAGE_FIELDS,
  NO_DATA,
  parseCondition,
  RULE_METRICS,
  TRANSITION_KINDS,
} from '../../src/index.ts';

const page = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');

describe('docs/rules.md', () => {
  it('has an entry for everything that a rule can say', () => {
    const names = [
      ...RULE_METRICS,
      ...COMPARISONS,
      ...NO_DATA,
      ...GROUP_BYS,
      ...CONDITION_FIELDS,
      ...TRANSITION_KINDS,
      ...MESSAGE_FIELDS.map((field) => `{${field}}`),
      ...BUILT_IN_RULES.map(({ name }) => name),
    ];
    expect(names.filter((name) => !page.includes(`\`${name}\``))).to.deep.equal([]);
  });

  it('has an example of every metric', () => {
    const examples = [...page.matchAll(/^ +metric: (\w+)$/gm)].map(([, metric]) => metric);
    expect(RULE_METRICS.filter((one) => !examples.includes(one))).to.deep.equal([]);
  });

  it('has conditions that can be read', () => {
    const conditions = [...page.matchAll(/^ +where: (.+)$/gm)].map(([, text = '']) => text);
    expect(conditions).to.have.length.above(2);
    for (const text of conditions) expect(parseCondition(text)).to.have.property('condition');
  });
});
