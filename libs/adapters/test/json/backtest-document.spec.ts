import { expect } from 'chai';
import { alertObject, backtestDocument } from '../../src/index.ts';
import { aBacktest } from '../backtest-result.ts';
import { expectGoldenJson } from '../golden.ts';

describe('backtestDocument', () => {
  it('is the document of the contract, field by field', () => {
    const file = new URL('./backtest.json', import.meta.url);
    expectGoldenJson(file, backtestDocument(aBacktest()));
  });

  it('has the alerts of high traffic as they stand everywhere, with more behind', () => {
    const [first] = backtestDocument(aBacktest()).alerts;
    const { numerator: hits = 0, second, threshold } = aBacktest().alerts[0]?.transition ?? {};
    const rule = 'high-traffic' as const;
    const same = alertObject({
      ...{ rule, state: 'triggered', second: second ?? 0, hits },
      ...{ windowSeconds: 120, threshold: threshold ?? 0 },
    });
    expect(first).to.include(same);
    expect(Object.keys(first ?? {}).slice(0, 9)).to.deep.equal(Object.keys(same));
  });

  it('has no suggestions unless they were asked for', () => {
    const rules = aBacktest().rules.map((rule) => ({ ...rule, suggestion: undefined }));
    expect(backtestDocument({ ...aBacktest(), rules })).to.not.have.property('suggestions');
  });
});
