import { aWholeRun, noticeEvent, reporterContract } from '@hitwatch/testing';
import { expect } from 'chai';
import { eventObject, NdjsonReporter, Output } from '../../src/index.ts';
import { FakeWritable } from '../streams/fake-writable.ts';

function open() {
  const stream = new FakeWritable();
  const reporter = new NdjsonReporter(new Output(stream));
  const unblock = () => {
    stream.unblock();
  };
  return { stream, reporter, left: () => stream.written, unblock };
}

function openBlocked() {
  const subject = open();
  subject.stream.block();
  return subject;
}

describe('NdjsonReporter', () => {
  reporterContract(open, openBlocked);

  it('writes one object a line, at once', () => {
    const { reporter, left } = open();
    const expected: unknown[] = [];
    for (const event of aWholeRun()) {
      reporter.report(event);
      expected.push(JSON.parse(JSON.stringify(eventObject(event))));
      const lines = left().trimEnd().split('\n');
      expect(lines.map((line): unknown => JSON.parse(line))).to.deep.equal(expected);
    }
    expect(left().endsWith('\n')).to.equal(true);
  });

  it('lets nothing hostile through', () => {
    const { reporter, left } = open();
    reporter.report(noticeEvent('a\u202eb\u009b31m\x1b[2J\u2028c\n{"type":"stop"}'));
    expect(left()).to.match(/^[ -~]+\n$/);
  });
});
