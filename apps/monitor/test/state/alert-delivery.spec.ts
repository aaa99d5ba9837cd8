import type { AlertChange } from '@hitwatch/domain';
import type { AlertSink, Notice } from '@hitwatch/ports';
import { change, ManualClock, RecordingSink } from '@hitwatch/testing';
import { expect } from 'chai';

import { AlertDelivery } from '../../src/alert-delivery.ts';

/** Keeps what it cannot deliver. */
class KeepingSink implements AlertSink {
  readonly name = 'alert log x';
  readonly isRecord = false;
  readonly delivered: AlertChange[] = [];
  readonly #kept: AlertChange[] = [];
  failure: string | undefined;
  tries = 0;

  get waiting(): number {
    return this.#kept.length;
  }

  deliver(alert: AlertChange): Promise<void> {
    this.#kept.push(alert);
    return this.retry();
  }

  retry(): Promise<void> {
    this.tries++;
    if (this.failure !== undefined) return Promise.reject(new Error(this.failure));
    this.delivered.push(...this.#kept.splice(0));
    return Promise.resolve();
  }

  close(): Promise<void> {
    return this.retry();
  }
}

describe('AlertDelivery', () => {
  let clock: ManualClock;
  let sink: KeepingSink;
  let notices: Notice[];
  let delivery: AlertDelivery;

  beforeEach(() => {
    clock = new ManualClock();
    sink = new KeepingSink();
    notices = [];
    delivery = new AlertDelivery([sink], clock, (notice) => notices.push(notice));
  });

  async function pass(seconds: number): Promise<void> {
    for (let quarter = 0; quarter < seconds * 4; quarter++) {
      clock.advance(250);
      await delivery.retry();
    }
  }

  it('tells a failure once, tries each second, and tells when it is over', async () => {
    sink.failure = 'alert log x: the disk is full';
    await delivery.deliver(change(1));
    await pass(10);
    await delivery.deliver(change(2));
    expect(notices).to.deep.equal([
      { code: 'alert_sink_failed', message: 'alert log x: the disk is full' },
    ]);
    expect(sink.tries).to.be.within(10, 13);
    sink.failure = undefined;
    await pass(2);
    expect(sink.delivered.map(({ second }) => second)).to.deep.equal([1, 2]);
    expect(notices.slice(1)).to.deep.equal([
      {
        code: 'alert_sink_recovered',
        message: 'alert log x: is written again, with 2 alerts that waited',
      },
    ]);
    const { tries } = sink;
    await pass(5);
    expect(sink.tries, 'nothing waits').to.equal(tries);
  });

  it('tells when it fails otherwise', async () => {
    sink.failure = 'alert log x: the disk is full';
    await delivery.deliver(change(1));
    sink.failure = 'alert log x: permission denied';
    await pass(3);
    expect(notices.map(({ message }) => message)).to.deep.equal([
      'alert log x: the disk is full',
      'alert log x: permission denied',
    ]);
  });

  it('tells each loss of a sink that keeps nothing, and does not stop the others', async () => {
    const losing = new RecordingSink();
    losing.fail();
    delivery = new AlertDelivery([losing, sink], clock, (notice) => notices.push(notice));
    for (const second of [1, 2]) await delivery.deliver(change(second));
    expect(notices.map(({ code }) => code)).to.deep.equal(Array(2).fill('alert_sink_failed'));
    expect(sink.delivered).to.have.length(2);
    await delivery.close();
    expect(losing.closed).to.equal(true);
  });
});
