import { expect } from 'chai';
import { aWholeRun, noticeEvent, RecordingReporter, reporterContract } from '../../src/index.ts';

describe('RecordingReporter', () => {
  reporterContract(() => {
    const reporter = new RecordingReporter();
    const left = () => reporter.events.map((event) => JSON.stringify(event)).join('\n');
    return { reporter, left };
  });

  it('finds the events of a kind', () => {
    const reporter = new RecordingReporter();
    for (const event of aWholeRun()) reporter.report(event);
    reporter.report(noticeEvent('again'));
    expect(reporter.of('notice').map(({ notice }) => notice.message)).to.deep.equal([
      'rotated',
      'again',
    ]);
    expect(reporter.of('stop')).to.have.length(1);
  });

  it('refuses a report after it was closed', async () => {
    const reporter = new RecordingReporter();
    await reporter.close();
    expect(() => {
      reporter.report(noticeEvent('late'));
    }).to.throw(/after close/);
    expect(reporter.closed).to.equal(true);
  });
});
