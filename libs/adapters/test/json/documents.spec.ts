import {
  aWholeRun,
  intervalEvent,
  noTraffic,
  someTraffic,
  startEvent,
  stopEvent,
  change,
} from '@hitwatch/testing';
import { expect } from 'chai';
import { alertObject, eventObject, reportDocument } from '../../src/index.ts';
import { expectGoldenJson } from '../golden.ts';

function pinned(name: string, value: unknown): void {
  expectGoldenJson(new URL(`./${name}.json`, import.meta.url), value);
}

describe('reportDocument', () => {
  it('is the document of the contract, field by field', () => {
    pinned('report', reportDocument({ files: stopEvent().files, traffic: someTraffic() }));
  });

  it('has the same fields when there was nothing to count', () => {
    pinned('report-empty', reportDocument({ files: [], traffic: noTraffic() }));
  });

  it('has a mean over the seconds from first to last, both included', () => {
    const traffic = someTraffic({ hits: 30, span: { first: 100, last: 109 } });
    expect(reportDocument({ files: [], traffic }).rate.average).to.equal(3);
  });
});

describe('eventObject', () => {
  for (const event of aWholeRun()) {
    it(`is the object of the contract for ${event.kind}, field by field`, () => {
      pinned(event.kind, eventObject(event));
    });
  }

  it('has the same fields for an interval in which nothing happened', () => {
    const traffic = noTraffic();
    const event = intervalEvent({ traffic, total: traffic, silentMs: undefined });
    pinned('interval-empty', eventObject({ ...event, windowHits: 0, alertState: 'normal' }));
  });

  it('has a rate of 0 for an interval of no length', () => {
    const { toMs } = intervalEvent();
    expect(eventObject(intervalEvent({ fromMs: toMs }))).to.have.nested.property('rate.average', 0);
  });

  it('states seconds where its name says so', () => {
    expect(eventObject(startEvent({ everyMs: 1500, windowSeconds: 90 }))).to.include({
      every_s: 1.5,
      duration_s: 90,
    });
    expect(eventObject(intervalEvent({ silentMs: 2345 }))).to.include({ silent_s: 2.345 });
  });

  it('names the kind of event in every object', () => {
    const types = aWholeRun().map((event) => eventObject(event).type);
    expect(types).to.deep.equal(aWholeRun().map(({ kind }) => kind));
  });
});

describe('alertObject', () => {
  it('has times in UTC and the message word for word', () => {
    const alert = change(1_767_323_045, { kind: 'recovered', hits: 1199 });
    expect(alertObject(alert)).to.deep.include({
      type: 'alert',
      rule: 'high-traffic',
      state: 'recovered',
      at: '2026-01-02T03:04:05Z',
      value: 9.992,
      hits: 1199,
      window_s: 120,
      threshold: 10,
      message: 'High traffic alert recovered - hits = 9.992, recovered at 2026-01-02T03:04:05Z',
    });
  });
});
