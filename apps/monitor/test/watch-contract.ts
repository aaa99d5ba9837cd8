import { expect } from 'chai';

import { type AlertObject, type Lines, ofType, type WatchObject } from './documents.ts';

const RFC3339_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;
const WORDS = {
  triggered: ['High traffic generated an alert', 'triggered'],
  recovered: ['High traffic alert recovered', 'recovered'],
} as const;

/** What holds of every whole run of `watch --output ndjson`, whatever the log was. */
export function expectWatchContract(objects: readonly WatchObject[]): void {
  const [start] = objects;
  const stop = objects.at(-1);
  expect(objects.map(({ type }) => type)).to.include.members(['start', 'stop']);
  expect(start).to.include({ type: 'start', schema: 'hitwatch/watch/1' });
  expect(stop?.type).to.equal('stop');
  if (stop?.type !== 'stop') throw new Error('unreachable');
  expect([ofType(objects, 'start').length, ofType(objects, 'stop').length]).to.deep.equal([1, 1]);

  const intervals = ofType(objects, 'interval');
  const sum = (of: (interval: (typeof intervals)[number]) => number) =>
    intervals.reduce((total, interval) => total + of(interval), 0);
  expect(sum(({ hits }) => hits)).to.equal(stop.hits);
  expect(sum(({ bytes }) => bytes)).to.equal(stop.bytes);
  for (const field of ['read', 'counted', 'filtered', 'unparsed', 'late', 'future'] as const) {
    expect(sum(({ lines }) => lines[field])).to.equal(stop.lines[field], field);
  }
  const goesOn = start?.type === 'start' && typeof start.state?.resumed === 'string';
  const run = { lines: stop.lines, hits: stop.hits, bytes: stop.bytes };
  if (!goesOn) expect(stop.total).to.deep.equal(run);
  else expect(stop.total.hits).to.be.at.least(run.hits);
  for (const { lines, hits } of [...intervals, stop]) expectProof(lines, hits);
  let read = 0;
  intervals.forEach(({ from, to, tables, hits, lines, files, total }, index) => {
    read += lines.read;
    const inFiles = files.reduce((sum, file) => sum + file.lines.read, 0);
    expect(inFiles).to.equal(total.lines.read, 'lines of the files since the totals began');
    if (!goesOn) expect(total.lines.read).to.equal(read);
    for (const file of files) expectProof(file.lines, file.lines.counted);
    expect(from).to.match(RFC3339_UTC);
    expect(Date.parse(to)).to.be.at.least(Date.parse(from));
    if (index > 0) expect(from).to.equal(intervals[index - 1]?.to);
    for (const { rows, other } of Object.values(tables)) {
      const inRows = rows.reduce((total, row) => total + row.hits, 0);
      expect(inRows + other).to.equal(hits);
    }
  });
  for (const notice of ofType(objects, 'notice')) {
    expect(notice.code).to.match(/^[a-z_]+$/);
    expect(notice.message).to.have.length.above(5);
  }
  expectAlerts(ofType(objects, 'alert'), goesOn);
}

/**
 * `read = counted + filtered + unparsed`, `hits = counted`, and a reason for all that is unparsed.
 */
export function expectProof(lines: Lines, hits: number): void {
  const { read, counted, filtered, unparsed, reasons } = lines;
  expect(read).to.equal(counted + filtered + unparsed);
  expect(hits).to.equal(counted);
  const explained = Object.values(reasons).reduce((sum, count) => sum + count, 0);
  expect(explained).to.equal(unparsed);
}

/** By turns, in order of time, each as its rule has it, and its message made of its own members. */
function expectAlerts(alerts: readonly AlertObject[], goesOn: boolean): void {
  // A run that goes on may begin in either state.
  const first = goesOn && alerts[0]?.state === 'recovered' ? 1 : 0;
  alerts.forEach(({ rule, state, at, value, hits, window_s, threshold, message }, index) => {
    expect(rule).to.equal('high-traffic');
    expect(state).to.equal((index + first) % 2 === 0 ? 'triggered' : 'recovered');
    expect(at).to.match(RFC3339_UTC);
    if (index > 0) expect(at > (alerts[index - 1]?.at ?? '')).to.be.true;
    const limit = threshold * window_s;
    if (state === 'triggered') expect(hits).to.be.above(limit - 1e-6);
    else expect(hits).to.be.below(limit + 1e-6);
    expect(value).to.equal(Math.round((hits / window_s) * 1000) / 1000);
    const [what, verb] = WORDS[state];
    expect(message).to.equal(`${what} - hits = ${value}, ${verb} at ${at}`);
  });
}
