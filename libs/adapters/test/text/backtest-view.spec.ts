import { expect } from 'chai';
import { type BacktestResult, colourStyle, plainStyle, Zone } from '../../src/index.ts';
import { backtestText } from '../../src/views.ts';
import { aBacktest } from '../backtest-result.ts';
import { expectGoldenText } from '../golden.ts';
import { expectHarmless, withoutColours } from './shown-lines.ts';

function shown(result: BacktestResult, width: number, style = plainStyle): string {
  return backtestText(result, { style, width, zone: Zone.utc, isAscii: false });
}

describe('backtestText', () => {
  for (const width of [80, 120]) {
    it(`shows rules, alerts and what drove them on ${width} columns, and nothing harmful`, () => {
      const text = shown(aBacktest(), width);
      expectGoldenText(new URL(`./backtest-view.${width}.txt`, import.meta.url), text);
      expectHarmless(text);
    });
  }

  it('adds colours and nothing else', () => {
    expect(withoutColours(shown(aBacktest(), 80, colourStyle))).to.equal(shown(aBacktest(), 80));
    expect(shown(aBacktest(), 80, colourStyle)).to.not.equal(shown(aBacktest(), 80));
  });

  it('says why nothing is known of alerts in what was piped in', () => {
    const text = shown({ ...aBacktest(), hasStreams: true }, 100);
    expect(text).to.include('cannot be read again: drivers are those of files alone');
  });

  it('says so when there is no hit', () => {
    const rules = aBacktest().rules.map((rule) => {
      return { ...rule, fired: 0, plot: undefined, suggestion: undefined };
    });
    const text = shown({ ...aBacktest(), span: undefined, rules, alerts: [] }, 80);
    expect(text).to.match(/^ {2}no hits\n/);
    expect(text).to.include('never fired');
  });
});
