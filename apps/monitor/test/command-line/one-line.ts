import { expect } from 'chai';

import type { Finished } from '../running-program.ts';

/**
 * What went wrong is said in one line on standard error, which says what to do, without a stack.
 */
export function expectFailure(finished: Finished, code: 1 | 2, line: string | RegExp): void {
  const { stderr } = finished;
  expect(stderr).to.match(/^hitwatch: [^\n]+: [^\n]+\n$/);
  expect(stderr).not.to.match(/\bat .*:\d+:\d+|Error\b|internal error/);
  if (typeof line === 'string') expect(stderr).to.equal(`hitwatch: ${line}\n`);
  else expect(stderr).to.match(line);
  expect({ code: finished.code, signal: finished.signal }).to.deep.equal({ code, signal: null });
}

/** It ended as it should, and had nothing to complain about. */
export function expectSuccess({ code, signal, stderr }: Finished): void {
  expect({ code, signal, stderr }).to.deep.equal({ code: 0, signal: null, stderr: '' });
}
