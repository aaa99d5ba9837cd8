import { change } from '@hitwatch/testing';
import { expect } from 'chai';
import fc from 'fast-check';

import { parseChange } from '../../src/files/alert-log-line.ts';
import { alertObject } from '../../src/index.ts';
import { encodeJson } from '../../src/json/encode.ts';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const share = fc.integer({ min: 0, max: 10_000 }).map((part) => part / 10_000);
const driver = fc.record({
  dimension: fc.constantFrom('sections', 'clients', 'status', 'urls'),
  key: text,
  hits: fc.nat(),
  hitsBefore: fc.nat(),
  share,
  shareBefore: share,
});

describe('a line of the alert log', () => {
  it('gives back what was told, whatever the log had in it', () => {
    const property = fc.property(
      fc.constantFrom('triggered', 'recovered', 'escalated', 'renotified'),
      fc.option(text, { nil: undefined }),
      fc.array(driver, { maxLength: 12 }),
      fc.array(text, { maxLength: 3 }),
      fc.boolean(),
      (kind, group, drivers, samples, muted) => {
        const by = group === undefined ? undefined : 'section';
        const told = change(1_767_323_045, { kind, group, by, drivers, samples, muted });
        const line = encodeJson(alertObject(told));
        // eslint-disable-next-line no-control-regex -- that is what it must not have
        expect(line).not.to.match(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(parseChange(line)).to.deep.equal(told);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('keeps the words of a rule, which are not in the log, as they came out', () => {
    const told = change(1_767_323_045, { template: 'Much: {value} {{really}}' });
    const read = parseChange(encodeJson(alertObject(told)));
    expect(alertObject(read ?? expect.fail('not read')).message).to.equal('Much: 10.008 {really}');
  });

  it('is read as an earlier version has written it', () => {
    const line =
      '{"type":"alert","rule":"high-traffic","state":"triggered","at":"2026-03-01T12:02:00Z",' +
      '"value":10.008,"hits":1201,"window_s":120,"threshold":10,"message":"High traffic generated' +
      ' an alert - hits = 10.008, triggered at 2026-03-01T12:02:00Z"}';
    expect(parseChange(line)).to.deep.equal(
      change(1_772_366_520, { startValue: undefined, peakValue: undefined }),
    );
  });
});
