import type { LiveTraffic, TimeSpan } from '@hitwatch/ports';
import { expect } from 'chai';

export interface LiveTrafficSubject {
  readonly live: LiveTraffic;
  /** Has something happen that changes the figures, if the subject can. */
  readonly change: () => void;
}

const SPANS: readonly TimeSpan[] = ['interval', 'minute', 'quarter', 'hour', 'total'];

/** What every `LiveTraffic` keeps to. */
export function liveTrafficContract(open: () => LiveTrafficSubject): void {
  describe('keeps the contract of live traffic', () => {
    let subject: LiveTrafficSubject;

    beforeEach(() => {
      subject = open();
    });

    it('accounts for each line, also before the first', () => {
      const { read, counted, filtered, unparsed } = subject.live.pulse(60).lines;
      expect(read).to.equal(counted + filtered + unparsed);
    });

    it('gives no more seconds and lines than it is asked for', () => {
      subject.change();
      expect(subject.live.pulse(2).hitsPerSecond.length).to.be.at.most(2);
      expect(subject.live.tail(1).length).to.be.at.most(1);
      expect(subject.live.tail(0)).to.deep.equal([]);
    });

    it('has traffic of every span, the same object while nothing is new', () => {
      for (const span of SPANS) {
        const { fromMs, toMs, traffic } = subject.live.traffic(span, 5);
        expect(toMs).to.be.at.least(fromMs);
        expect(traffic.hits).to.be.at.least(0);
        expect(subject.live.traffic(span, 5), span).to.equal(subject.live.traffic(span, 5));
      }
    });

    it('never changes what it has given', () => {
      const pulse = subject.live.pulse(10);
      const span = subject.live.traffic('total', 5);
      const before = structuredClone({ pulse, span });
      subject.change();
      expect({ pulse, span }).to.deep.equal(before);
    });
  });
}
