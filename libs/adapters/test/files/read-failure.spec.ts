import { expect } from 'chai';
import { EnvironmentFailure, readFailure } from '../../src/index.ts';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: the system's words`), { code });
}

describe('readFailure', () => {
  const rows: readonly (readonly [code: string, what: string, remedy: RegExp])[] = [
    ['ENOENT', 'no such file', /check the path/],
    ['ENOTDIR', 'no such file', /not a directory/],
    ['EACCES', 'permission denied', /group adm/],
    ['EPERM', 'permission denied', /group adm/],
    ['EISDIR', 'is a directory', /name the log files/],
    ['EMFILE', 'too many open files', /ulimit/],
    ['EIO', "EIO: the system's words", /check the file and its disk/],
  ];
  for (const [code, what, remedy] of rows) {
    it(`says what ${code} means and what to do`, () => {
      const cause = systemError(code);
      const failure = readFailure('a.log', cause);
      expect(failure).to.be.instanceOf(EnvironmentFailure);
      expect(failure).to.include({ code, message: `a.log: ${what}`, cause });
      expect(failure.remedy).to.match(remedy);
    });
  }

  it('knows no code for what the system did not say', () => {
    expect(readFailure('a.log', new Error('odd'))).to.include({ code: 'UNKNOWN' });
    expect(readFailure('a.log', 'odd')).to.include({ message: 'a.log: odd' });
  });
});
