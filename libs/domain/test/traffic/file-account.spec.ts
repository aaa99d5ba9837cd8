import { expect } from 'chai';
import { FileAccount, type UnparsedExample } from '../../src/index.ts';

function accountOf(counted: number, ...offsets: readonly number[]): FileAccount {
  const account = new FileAccount();
  account.lines.counted = counted;
  for (const offset of offsets) {
    account.lines.addUnparsed(1);
    account.addExample({ reason: 'empty', offset, text: '' });
  }
  return account;
}

const offsetsOf = (examples: readonly UnparsedExample[]) => examples.map(({ offset }) => offset);

describe('FileAccount', () => {
  it('keeps the first three examples of each reason and says when it wants no more', () => {
    expect(accountOf(0, 1, 2).wantsExample(1)).to.be.true;
    const account = accountOf(0, 1, 2, 3, 4);
    expect(account.wantsExample(1)).to.be.false;
    expect(account.wantsExample(2)).to.be.true;
    expect(offsetsOf(account.examples)).to.deep.equal([1, 2, 3]);
    expect(account.lines.unparsed).to.equal(4);
  });

  it('merges the parts of a file, in their order, to the account of the whole', () => {
    const whole = new FileAccount();
    for (const part of [accountOf(5, 7), accountOf(0), accountOf(2, 70, 80, 90)]) {
      // As values: parts are counted in other threads.
      whole.merge(structuredClone(part.state()));
    }
    expect(whole.lines.snapshot()).to.include({ read: 11, counted: 7, unparsed: 4 });
    expect(offsetsOf(whole.examples)).to.deep.equal([7, 70, 80]);
  });

  it('calls a file by what its lines look like, in whatever part they are', () => {
    const part = (look: string, lines: number) => {
      const account = new FileAccount();
      account.looks.add(look, lines);
      return structuredClone(account.state());
    };
    const whole = new FileAccount();
    expect(whole.format).to.equal('unknown');
    whole.merge(part('common', 5));
    expect(whole.format).to.equal('common');
    whole.merge(part('combined', 1));
    expect(whole.format).to.equal('combined');
    whole.merge(part('vhost_common', 1));
    expect(whole.format).to.equal('vhost_combined');
    whole.merge(part('squid', 100));
    expect(whole.format).to.equal('squid');
  });
});
