import { expect } from 'chai';

import { accessLine, burst, BURST_RULE, hits } from '../access-line.ts';
import { ofType, parseWatch, type WatchObject } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectWatchContract } from '../watch-contract.ts';
import { expectSuccess } from './one-line.ts';

const MEMBERS: Readonly<Record<WatchObject['type'], readonly string[]>> = {
  start: ['schema', 'files', 'threshold', 'duration_s', 'every_s'],
  interval: ['from', 'to', 'lines', 'hits', 'bytes', 'rate', 'visitors', 'tables'],
  alert: ['rule', 'state', 'at', 'value', 'hits', 'window_s', 'threshold', 'message'],
  notice: ['code', 'message'],
  stop: ['reason', 'lines', 'hits', 'bytes', 'total'],
};

describe('watch --output ndjson', () => {
  let scratch: Scratch;
  let objects: readonly WatchObject[];

  /**
   * Hits, an alert, garbage of every kind, late lines, lines from the future: all through a pipe.
   */
  const text =
    burst(0) +
    accessLine({ status: 503, request: '-', bytes: 0 }) +
    hits(20, 40) +
    hits(9, 2).replaceAll('08:00:02', '03:00:02') +
    accessLine().replace('2015', '2999').repeat(4) +
    'garbage\n'.repeat(30) +
    '\n' +
    accessLine().replace('17/May', '31/Feb') +
    accessLine().replace(' 100 ', ' many ');

  before(async () => {
    scratch = new Scratch();
    const args = ['-', '--output', 'ndjson', '--every', '2s', ...BURST_RULE, '--alert-log', 'none'];
    const finished = await scratch.run(args, { stdin: { text } });
    expectSuccess(finished);
    objects = parseWatch(finished.stdout);
  });

  after(() => scratch.remove());

  it('keeps the contract', () => {
    expectWatchContract(objects);
  });

  it('has the documented members in every object', () => {
    const types = new Set(objects.map(({ type }) => type));
    expect([...types]).to.have.members(['start', 'alert', 'interval', 'stop']);
    for (const object of objects) expect(object).to.include.all.keys(...MEMBERS[object.type]);
  });

  it('begins with the settings', () => {
    const { files, threshold, duration_s, every_s } = only('start');
    expect({ files, threshold, duration_s, every_s }).to.deep.equal({
      files: ['-'],
      threshold: 2,
      duration_s: 10,
      every_s: 2,
    });
  });

  it('counts every line under what became of it', () => {
    const { lines, reason } = only('stop');
    expect(reason).to.equal('end of input');
    expect(lines).to.deep.equal({
      read: 93,
      counted: 60,
      filtered: 0,
      unparsed: 33,
      late: 10,
      future: 4,
      reasons: { empty: 1, no_time: 30, bad_time: 1, bad_bytes: 1 },
    });
  });

  it('counts errors and rows of an interval', () => {
    const { tables } = only('interval');
    const { rows } = tables.status;
    expect(rows.map(({ key, hits: count, errors }) => [key, count, errors])).to.deep.equal([
      ['200', 59, 0],
      ['503', 1, 1],
    ]);
    expect(tables.sections.rows.map(({ key }) => key)).to.deep.equal(['/pages', '(none)']);
  });

  it('tells of the alert in the words of the brief, and of the foreign lines in none', () => {
    expect(ofType(objects, 'alert').map(({ message }) => message)).to.deep.equal([
      'High traffic generated an alert - hits = 2.5, triggered at 2015-05-17T08:00:00Z',
      'High traffic alert recovered - hits = 0, recovered at 2015-05-17T08:00:10Z',
      'High traffic generated an alert - hits = 2.4, triggered at 2015-05-17T08:00:40Z',
    ]);
  });

  function only<Type extends WatchObject['type']>(type: Type) {
    const found = ofType(objects, type);
    expect(found).to.have.lengthOf(1);
    const [object] = found;
    if (object === undefined) throw new Error('unreachable');
    return object;
  }
});
