import { expect } from 'chai';
import { colourStyle, plainStyle, styleFor } from '../../src/index.ts';
import { COLOURS } from './shown-lines.ts';

type Row = readonly [isTerminal: boolean, env: Readonly<Record<string, string>>, coloured: boolean];

const SETTINGS: readonly Row[] = [
  [true, { TERM: 'xterm-256color' }, true],
  [true, {}, true],
  [true, { TERM: 'dumb' }, false],
  [false, { TERM: 'xterm-256color' }, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '' }, true],
  [false, { FORCE_COLOR: 'true' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { FORCE_COLOR: 'false' }, false],
  [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  [true, { TERM: 'dumb', FORCE_COLOR: '1' }, true],
];

describe('styleFor', () => {
  for (const [isTerminal, env, coloured] of SETTINGS) {
    const where = isTerminal ? 'on a terminal' : 'elsewhere';
    it(`is ${coloured ? 'coloured' : 'plain'} ${where} with ${JSON.stringify(env)}`, () => {
      expect(styleFor({ isTerminal, env })).to.equal(coloured ? colourStyle : plainStyle);
    });
  }
});

describe('styles', () => {
  it('end what they begin', () => {
    for (const paint of Object.values(colourStyle) as ((text: string) => string)[]) {
      const [begin = '', end = ''] = paint('text').split('text');
      expect(COLOURS).to.include(begin);
      expect(end).to.equal('\x1b[0m');
    }
  });

  it('are empty when they are plain', () => {
    for (const paint of Object.values(plainStyle) as ((text: string) => string)[]) {
      expect(paint('text')).to.equal('text');
    }
  });
});
