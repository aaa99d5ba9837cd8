import { alertChange } from '@hitwatch/domain';
import { expect } from 'chai';

import { alertObject, backtestDocument } from '../../src/index.ts';
import { aBacktest } from '../backtest-result.ts';
import { expectGoldenJson } from '../golden.ts';

describe('backtestDocument', () => {
  it('is the document of the contract, field by field', () => {
    const file = new URL('./backtest.json', import.meta.url);
    expectGoldenJson(file, backtestDocument(aBacktest()));
  });

  it('has the alerts as they stand everywhere', () => {
    const { alerts } = aBacktest();
    const shown = backtestDocument(aBacktest()).alerts;
    expect(shown).to.have.length(alerts.length).above(0);
    alerts.forEach(({ rule, transition, evidence }, index) => {
      expect(shown[index]).to.deep.equal(alertObject(alertChange(rule, transition, evidence)));
    });
  });

  it('has no suggestions unless they were asked for', () => {
    const rules = aBacktest().rules.map((rule) => ({ ...rule, suggestion: undefined }));
    expect(backtestDocument({ ...aBacktest(), rules })).to.not.have.property('suggestions');
  });
});
