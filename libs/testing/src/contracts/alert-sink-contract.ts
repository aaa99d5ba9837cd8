import type { AlertChange } from '@hitwatch/domain';
import type { AlertSink } from '@hitwatch/ports';
import { expect } from 'chai';

import { change, changes } from '../alerts/example-changes.ts';

export interface AlertSinkSubject {
  readonly sink: AlertSink;
  /** What has arrived at the other end. */
  readonly arrived: () => Promise<readonly AlertChange[]>;
  /** Makes every delivery fail, until `mend`. */
  readonly fail: () => Promise<void>;
  readonly mend: () => Promise<void>;
}

/** What every `AlertSink` keeps to. */
export function alertSinkContract(open: () => Promise<AlertSinkSubject>): void {
  describe('keeps the contract of an alert sink', () => {
    let subject: AlertSinkSubject;

    beforeEach(async () => {
      subject = await open();
    });

    it('has delivered a change when it says so', async () => {
      const alert = change(1_767_323_045);
      await subject.sink.deliver(alert);
      expect(await subject.arrived()).to.deep.equal([alert]);
    });

    it('delivers in order', async () => {
      const alerts = changes(5);
      for (const alert of alerts) await subject.sink.deliver(alert);
      expect(await subject.arrived()).to.deep.equal(alerts);
    });

    it('says what is wrong when it cannot deliver', async () => {
      await subject.fail();
      const error = await rejection(subject.sink.deliver(change(1)));
      expect(error).to.be.an.instanceOf(Error).with.property('message').that.has.length.above(5);
    });

    it('delivers again when what was wrong is mended', async () => {
      await subject.sink.deliver(change(1));
      await subject.fail();
      await rejection(subject.sink.deliver(change(2)));
      await subject.mend();
      await subject.sink.deliver(change(3));
      const seconds = (await subject.arrived()).map(({ second }) => second);
      expect(seconds).to.include.members([1, 3]);
      expect(seconds, 'each once, in order').to.deep.equal([...new Set(seconds)].sort());
    });

    it('has delivered all that it can when it is closed', async () => {
      const alerts = changes(3);
      for (const alert of alerts) await subject.sink.deliver(alert);
      await subject.sink.close();
      expect(await subject.arrived()).to.deep.equal(alerts);
    });

    it('closes without having delivered anything', async () => {
      await subject.sink.close();
      expect(await subject.arrived()).to.deep.equal([]);
    });
  });
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return expect.fail('it was expected to reject');
}
