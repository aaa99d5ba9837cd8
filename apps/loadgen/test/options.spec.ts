import { UsageFailure } from '@hitwatch/adapters';
import { expect } from 'chai';

import { DEFAULTS } from '../src/command-line.ts';
import { HELP } from '../src/help.ts';
import { type LoadOptions, readOptions } from '../src/options.ts';

function read(...args: readonly string[]): LoadOptions {
  const options = readOptions(args);
  if (options.command !== 'load') throw new Error(`not ${options.command}`);
  return options;
}

function refusal(...args: readonly string[]): string {
  try {
    readOptions(args);
  } catch (error) {
    if (error instanceof UsageFailure) return `${error.message}: ${error.remedy}`;
    throw error;
  }
  throw new Error(`${args.join(' ')} was not refused`);
}

describe('options', () => {
  it('invents ten lines a second to standard output unless told otherwise', () => {
    expect(read()).to.deep.equal({
      command: 'load',
      replay: undefined,
      traffic: {
        seed: 1,
        sections: 20,
        clients: 500,
        errorShare: 0.01,
        malformedShare: 0,
        format: 'combined',
      },
      arrivals: { linesPerSecond: 10, poisson: false, dayShape: false, spikes: [] },
      pacing: 'clock',
      startMs: undefined,
      forMs: undefined,
      linesMax: undefined,
      bytesMax: undefined,
      out: '-',
      rotation: undefined,
      summary: false,
    });
  });

  it('takes a rate of 0 for as fast as possible, and --fast for virtual time', () => {
    expect(read('--rate', '0')).to.deep.include({ pacing: 'flat out' });
    expect(read('--rate', '0').arrivals?.linesPerSecond).to.equal(Infinity);
    expect(read('--fast', '--rate', '50', '--start', '2026-01-01')).to.deep.include({
      pacing: 'virtual',
      startMs: Date.UTC(2026, 0, 1),
    });
  });

  it('replays at the pace of the log unless a rate is given', () => {
    expect(read('--replay', 'a.log', '--speed', '2', '--times', 'keep')).to.deep.include({
      replay: { path: 'a.log', rewriteTimes: false, speed: 2 },
      arrivals: undefined,
    });
    expect(read('--replay', '-', '--rate', '5').arrivals?.linesPerSecond).to.equal(5);
  });

  it('reads a rotation', () => {
    const rotation = read('--out', 'a.log', '--rotate-every', '30s', '--rotate-keep', '0').rotation;
    expect(rotation).to.deep.equal({ lines: undefined, everyMs: 30_000, keep: 0, mode: 'rename' });
  });

  for (const [args, part] of [
    ['--replay a.log --sections 3', '--sections is for invented traffic: leave out --replay'],
    ['--speed 2', '--speed is for a log that is replayed: add --replay FILE'],
    ['--replay a.log --rate 3 --speed 2', '--speed and --rate exclude each other'],
    ['--replay a.log --spike for=1s,times=2', '--spike shapes a rate: add --rate'],
    ['--rate 0 --day-shape', '--day-shape shapes a rate: add --rate'],
    ['--rate 0 --fast', '--fast lets times run on at --rate'],
    ['--start 2026-01-01', 'add --fast'],
    ['--replay a --fast --times keep --start 2026-01-01', 'leave out --times keep'],
    ['--rotate-lines 5', '--rotate-lines is for a file: add --out FILE'],
    ['--out a.log --rotate-keep 5', 'add --rotate-lines or --rotate-every'],
    ['--out a.log --rate 0', 'would fill the disk: add --for, --count or --bytes'],
    ['--out a.log --fast', 'would fill the disk: add --for, --count or --bytes'],
    ['--format json', '--format "json" is not known: choose one of common, combined, vhost'],
    ['--sections 0', 'a whole number from 1 to 100000'],
    ['--seed 4294967296', 'a whole number from 0 to 4294967295'],
    ['--for soon', '--for "soon" is no duration'],
    ['--speed 0 --replay a.log', '--speed "0" cannot be used: give a number above 0'],
    ['--bogus', "Unknown option '--bogus': see loadgen --help"],
    ['access.log', "Unexpected argument 'access.log'"],
    ['--rate', 'argument missing: see loadgen --help'],
  ] as const) {
    it(`refuses ${args}`, () => {
      expect(refusal(...args.split(' '))).to.contain(part);
    });
  }

  it('lets a run without an end rotate or go to standard output', () => {
    expect(read('--rate', '0', '--out', 'a.log', '--rotate-lines', '5').pacing).to.equal(
      'flat out',
    );
    expect(read('--fast').out).to.equal('-');
  });
});

describe('help', () => {
  it('names every option with its default, in 100 columns', () => {
    for (const [name, value] of Object.entries(DEFAULTS)) {
      expect(HELP).to.contain(`--${name} `);
      expect(HELP).to.contain(`default ${value}`);
    }
    expect(Math.max(...HELP.split('\n').map((line) => line.length))).to.be.at.most(100);
  });

  it('shows examples that can be run', () => {
    const examples = HELP.split('\n').filter((line) => /^ {2}loadgen /.test(line));
    expect(examples).to.have.lengthOf(3);
    for (const example of examples) {
      expect(read(...example.trim().split(/\s+/).slice(1)).command).to.equal('load');
    }
  });
});
