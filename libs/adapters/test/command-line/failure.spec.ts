import { expect } from 'chai';
import { EnvironmentFailure, systemErrorCode, UsageFailure } from '../../src/index.ts';

describe('failures', () => {
  it('carry what is wrong, what to do and why', () => {
    const cause = new Error('why');
    const failure = new EnvironmentFailure('ENOENT', 'a.log: no such file', 'check it', { cause });
    expect(failure).to.include({
      name: 'EnvironmentFailure',
      code: 'ENOENT',
      message: 'a.log: no such file',
      remedy: 'check it',
      cause,
    });
    expect(new UsageFailure('no such option', 'see --help')).to.include({
      name: 'UsageFailure',
      message: 'no such option',
      remedy: 'see --help',
    });
  });
});

describe('systemErrorCode', () => {
  it('finds the code of a system error and of nothing else', () => {
    expect(systemErrorCode(Object.assign(new Error('x'), { code: 'EPIPE' }))).to.equal('EPIPE');
    expect(systemErrorCode(Object.assign(new Error('x'), { code: 32 }))).to.equal(undefined);
    expect(systemErrorCode(new Error('x'))).to.equal(undefined);
    expect(systemErrorCode({ code: 'EPIPE' })).to.equal(undefined);
    expect(systemErrorCode(undefined)).to.equal(undefined);
  });
});
