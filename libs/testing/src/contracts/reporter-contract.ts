import type { Reporter } from '@hitwatch/ports';
import { expect } from 'chai';

import { aWholeRun, noticeEvent, startEvent } from '../reporter/example-events.ts';

export interface ReporterSubject {
  readonly reporter: Reporter;
  /** All that has left, as text. */
  readonly left: () => string;
}

/** A reporter whose way out is blocked. */
export interface BlockedReporterSubject extends ReporterSubject {
  readonly unblock: () => void;
}

/** What every `Reporter` keeps to. `openBlocked` is for those whose way out can be blocked. */
export function reporterContract(
  open: () => ReporterSubject,
  openBlocked?: () => BlockedReporterSubject,
): void {
  describe('keeps the contract of a reporter', () => {
    let subject: ReporterSubject;

    beforeEach(() => {
      subject = open();
    });

    it('takes every kind of event', async () => {
      for (const event of aWholeRun()) subject.reporter.report(event);
      await subject.reporter.close();
      expect(subject.left()).to.include('rotated');
    });

    it('shows events in the order in which it was told', async () => {
      const { reporter } = subject;
      reporter.report(startEvent());
      for (const word of ['alpha', 'beta', 'gamma']) reporter.report(noticeEvent(word));
      await reporter.close();
      expect(subject.left().match(/alpha|beta|gamma/g)).to.deep.equal(['alpha', 'beta', 'gamma']);
    });

    it('shows each event once', async () => {
      const { reporter } = subject;
      reporter.report(startEvent());
      reporter.report(noticeEvent('only once'));
      await reporter.close();
      await turns(3);
      expect(subject.left().split('only once')).to.have.length(2);
    });

    it('closes when nothing was reported', async () => {
      await subject.reporter.close();
      expect(subject.left()).to.equal('');
    });

    if (openBlocked === undefined) return;

    it('is closed only when everything has left', async () => {
      const { reporter, left, unblock } = openBlocked();
      reporter.report(startEvent());
      reporter.report(noticeEvent('held back'));
      let closed = false;
      const close = reporter.close().then(() => (closed = true));
      await turns(5);
      expect(closed, 'closed while something was held back').to.equal(false);
      unblock();
      await close;
      expect(left()).to.include('held back');
    });
  });
}

/** Lets the event loop go round. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}
