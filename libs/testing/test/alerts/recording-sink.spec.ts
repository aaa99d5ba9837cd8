import { expect } from 'chai';
import { alertSinkContract, change, RecordingSink } from '../../src/index.ts';

describe('RecordingSink', () => {
  alertSinkContract(() => {
    const sink = new RecordingSink();
    return Promise.resolve({
      sink,
      arrived: () => Promise.resolve(sink.delivered),
      fail: () => {
        sink.fail();
        return Promise.resolve();
      },
      mend: () => {
        sink.mend();
        return Promise.resolve();
      },
    });
  });

  it('keeps what it refused, and why', async () => {
    const sink = new RecordingSink();
    sink.fail('no network');
    const outcome = await sink.deliver(change(1)).catch((error: unknown) => String(error));
    expect(outcome).to.match(/no network/);
    expect(sink.refused.map(({ second }) => second)).to.deep.equal([1]);
    expect(sink.delivered).to.deep.equal([]);
  });

  it('refuses a delivery after it was closed', async () => {
    const sink = new RecordingSink();
    await sink.close();
    const outcome = await sink.deliver(change(1)).catch((error: unknown) => String(error));
    expect(outcome).to.match(/after close/);
    expect(sink.closed).to.equal(true);
  });
});
