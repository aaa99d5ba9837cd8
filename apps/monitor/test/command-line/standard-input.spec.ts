import { expect } from 'chai';

import { accessLine, burst, BURST_RULE, hits } from '../access-line.ts';
import { ofType, parseReport, parseWatch, type WatchObject } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectWatchContract } from '../watch-contract.ts';
import { expectSuccess } from './one-line.ts';

const NDJSON = ['--output', 'ndjson', '--alert-log', 'none'];

describe('standard input', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  const text = hits(3, 0) + hits(2, 1);
  const ways = {
    'as -': { args: ['-'], stdin: { text } },
    'as --file -': { args: ['--file', '-'], stdin: { text } },
    'as watch -': { args: ['watch', '-'], stdin: { text } },
    'piped, without FILE': { args: [], stdin: { text } },
    'piped, without FILE, to watch': { args: ['watch'], stdin: { text } },
    'redirected from a file, without FILE': { args: [], stdin: { file: '' } },
  };

  for (const [way, { args, stdin }] of Object.entries(ways)) {
    it(`is watched to its end: ${way}`, async () => {
      const log = scratch.file('access.log', text);
      const input = 'file' in stdin ? { file: log } : stdin;
      const objects = await whole([...args, ...NDJSON], input);
      expect(ofType(objects, 'start').map(({ files }) => files)).to.deep.equal([['-']]);
      const [stop] = ofType(objects, 'stop');
      expect(stop).to.include({ reason: 'end of input', hits: 5, bytes: 500 });
    });
  }

  it('is reported as a file is', async () => {
    const log = scratch.file('access.log', text);
    const json = ['--output', 'json'];
    const ofFile = await scratch.run(['report', log, ...json]);
    const inputs = [
      await scratch.run(['report', '-', ...json], { stdin: { text } }),
      await scratch.run(['report', ...json], { stdin: { text } }),
      await scratch.run(['report', ...json], { stdin: { file: log } }),
    ];
    for (const finished of inputs) {
      expectSuccess(finished);
      const report = parseReport(finished.stdout.replace('"path":"-"', `"path":"${log}"`));
      expect(report).to.deep.equal(parseReport(ofFile.stdout));
    }
  });

  it('and a file are one', async () => {
    scratch.file('access.log', hits(7, 0));
    const finished = await scratch.run(['report', 'access.log', '-', '--output', 'json'], {
      stdin: { text },
    });
    const { files, hits: sum } = parseReport(finished.stdout);
    expect(sum).to.equal(12);
    expect(files.map(({ path, lines }) => [path, lines.read])).to.deep.equal([
      ['access.log', 7],
      ['-', 5],
    ]);
  });

  it('is read once, however often it is named', async () => {
    const large = hits(2000, 0);
    const objects = await whole(['-', '--file', '-', '-', ...NDJSON], { text: large });
    expect(ofType(objects, 'start')[0]?.files).to.deep.equal(['-']);
    expect(ofType(objects, 'stop')[0]?.lines).to.include({ read: 2000, counted: 2000 });
    const args = ['report', '-', '-', '--output', 'json'];
    const { stdout } = await scratch.run(args, { stdin: { text: large } });
    expect(parseReport(stdout).files.map(({ lines }) => lines.read)).to.deep.equal([2000]);
  });

  it('ends in the middle of a line, which is a line too', async () => {
    const objects = await whole(['-', ...NDJSON], { text: text + accessLine().trimEnd() });
    expect(ofType(objects, 'stop')[0]).to.include({ hits: 6 });
  });

  it('without a line is an end as well', async () => {
    const objects = await whole(['-', ...NDJSON], { text: '' });
    expect(ofType(objects, 'stop')[0]).to.include({ reason: 'end of input', hits: 0 });
  });

  it('is followed as it comes, whatever the pieces', async () => {
    const program = scratch.hitwatch(['-', ...NDJSON, '--every', '100ms', ...BURST_RULE], {
      stdin: 'open',
    });
    const line = accessLine();
    program.stdin.write(line.slice(0, 10));
    program.stdin.write(line.slice(10) + line + line.slice(0, 50));
    await program.counts(2);
    program.stdin.write(line.slice(50));
    await program.counts(3);
    program.stdin.write(burst(60));
    await program.emits('an alert', ({ type }) => type === 'alert');
    program.stdin.end();
    const finished = await program.finish();
    expectSuccess(finished);
    const objects = parseWatch(finished.stdout);
    expectWatchContract(objects);
    expect(ofType(objects, 'stop')[0]).to.include({ hits: 29, reason: 'end of input' });
  });

  it('comes through the pipe of a shell', () => {
    scratch.file('access.log', text);
    const { status, stdout } = scratch.shell('cat access.log | hitwatch --alert-log none');
    expect(status).to.equal(0);
    expect(stdout).to.match(/^hitwatch follows standard input\n/);
    expect(stdout).to.include('stopped (end of input): 5 hits, 500 B');
  });

  async function whole(
    args: readonly string[],
    stdin: { text: string } | { file: string },
  ): Promise<WatchObject[]> {
    const finished = await scratch.run(args, { stdin });
    expectSuccess(finished);
    const objects = parseWatch(finished.stdout);
    expectWatchContract(objects);
    return objects;
  }
});
