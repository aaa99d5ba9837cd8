import { expect } from 'chai';

import { Scratch } from '../scratch.ts';
import { expectFailure } from './one-line.ts';

const NO_RATE = 'is no number of hits per second above 0: give one such as 10 or 0.5';
const NO_DURATION =
  'is no duration: give a number above 0 with ms, s, m, h or d, such as 90s or 1m30s';
const NO_WINDOW = 'is no window: give whole seconds, from 1s to 7d';
const NO_ROWS = 'is no number of rows: give a whole number, 0 for all rows';
const NO_JOBS = 'is no number of threads: give a whole number from 1 to 256';
const NO_ORIGIN = 'is no origin: give scheme and host, such as http://my.site.com';
const NO_ZONE = 'is no time zone: give local, utc or a name such as Europe/Paris';
const NO_PER_WEEK = 'is no number of alerts a week: give one above 0, such as 2 or 0.5';
const NO_TERMINAL = 'the dashboard needs a terminal for its keys and its screen';
const NO_KEYS = 'the keys of the dashboard come from standard input, which is to be a log';
const SEE_HELP = 'see hitwatch --help';

/** Arguments, and the line on standard error after `hitwatch: `. */
const CASES: readonly (readonly [args: string, line: string])[] = [
  ['--threshold=0', `--threshold "0" ${NO_RATE}`],
  ['--threshold=0.000', `--threshold "0.000" ${NO_RATE}`],
  ['--threshold=-5', `--threshold "-5" ${NO_RATE}`],
  ['--threshold=ten', `--threshold "ten" ${NO_RATE}`],
  ['--threshold=', `--threshold "" ${NO_RATE}`],
  ['--threshold=1e3', `--threshold "1e3" ${NO_RATE}`],
  ['--threshold=10/s', `--threshold "10/s" ${NO_RATE}`],
  ['--threshold=Infinity', `--threshold "Infinity" ${NO_RATE}`],
  ['--threshold=NaN', `--threshold "NaN" ${NO_RATE}`],
  ['--threshold -5', `Option '--threshold' argument is ambiguous: ${SEE_HELP}`],
  ['--threshold', `Option '--threshold <value>' argument missing: ${SEE_HELP}`],
  ['--duration=0', `--duration "0" ${NO_DURATION}`],
  ['--duration=-1', `--duration "-1" ${NO_DURATION}`],
  ['--duration=1x', `--duration "1x" ${NO_DURATION}`],
  ['--duration=two', `--duration "two" ${NO_DURATION}`],
  ['--duration=', `--duration "" ${NO_DURATION}`],
  ['--duration=1h2', `--duration "1h2" ${NO_DURATION}`],
  ['--duration=1e9', `--duration "1e9" ${NO_DURATION}`],
  ['--duration=500ms', `--duration "500ms" ${NO_WINDOW}`],
  ['--duration=1.5', `--duration "1.5" ${NO_WINDOW}`],
  ['--duration=8d', `--duration "8d" ${NO_WINDOW}`],
  ['--every=0', `--every "0" ${NO_DURATION}`],
  ['--every=often', `--every "often" ${NO_DURATION}`],
  ['--every=99ms', '--every 99ms is too short: give 100ms or more'],
  ['--top=-1', `--top "-1" ${NO_ROWS}`],
  ['--top=1.5', `--top "1.5" ${NO_ROWS}`],
  ['--top=all', `--top "all" ${NO_ROWS}`],
  ['--from=middle', '--from "middle" is not known: choose one of start, window, end'],
  ['--output=xml', '--output "xml" is not known: choose one of auto, tui, text, ndjson'],
  ['--output=tui', `${NO_TERMINAL}: use --output text`],
  ['--output=tui -', `${NO_KEYS}: use --output text`],
  ['report --output=xml', '--output "xml" is not known: choose one of text, json, ndjson'],
  ['--site=my.site.com', `--site "my.site.com" ${NO_ORIGIN}`],
  ['--site=http://my.site.com/pages', `--site "http://my.site.com/pages" ${NO_ORIGIN}`],
  ['report --jobs=0', `--jobs "0" ${NO_JOBS}`],
  ['report --jobs=all', `--jobs "all" ${NO_JOBS}`],
  ['watch --jobs=2', `Unknown option '--jobs': ${SEE_HELP}`],
  ['report --timezone=Mars/Olympus', `--timezone "Mars/Olympus" ${NO_ZONE}`],
  ['--alert-log=', '--alert-log has no name: name a file, or none to keep no alerts'],
  ['--file=', 'a FILE has no name: name a log, or - for input'],
  ['report --file=', 'a FILE has no name: name a log, or - for input'],
  ['--colour', `Unknown option '--colour': ${SEE_HELP}`],
  ['-x', `Unknown option '-x': ${SEE_HELP}`],
  ['--alert.log=x', `Unknown option '--alert.log': ${SEE_HELP}`],
  ['report --threshold 5', `Unknown option '--threshold': ${SEE_HELP}`],
  ['watch --verify', `Unknown option '--verify': ${SEE_HELP}`],
  ['report --verify=yes', `Option '--verify' does not take an argument: ${SEE_HELP}`],
  [
    'report --verify -',
    '--verify reads the log twice, and standard input can be read only once: save it to a file first',
  ],
  ['report --demo', `Unknown option '--demo': ${SEE_HELP}`],
  [
    'help everything',
    'help "everything" is not known: choose one of watch, report, backtest, alerts, formats, explain, config, channels, agent, fleet, doctor',
  ],
  ['backtest --suggest=0', `--suggest "0" ${NO_PER_WEEK}`],
  ['backtest --suggest=often', `--suggest "often" ${NO_PER_WEEK}`],
  ['backtest --threshold=0', `--threshold "0" ${NO_RATE}`],
  [
    'backtest --duration=2d',
    '--duration "2d" is no window of a rule: give whole seconds, from 1s to 1d',
  ],
  [
    'backtest --rule=everything',
    '--rule "everything" is not known: choose one of high-traffic, error-share, silence, unparsed-lines',
  ],
  ['backtest --verify', `Unknown option '--verify': ${SEE_HELP}`],
  ['agent', 'no --nats is given: name a server, as in --nats nats://host:4222'],
];

describe('wrong usage: one line that says what and what to do, exit code 2', () => {
  let scratch: Scratch;

  before(() => {
    scratch = new Scratch();
    scratch.file('access.log');
  });

  after(() => scratch.remove());

  for (const [args, line] of CASES) {
    it(`hitwatch ${args}`, async () => {
      // A log that could be watched is there: nothing but the option is wrong.
      const words = args.split(' ');
      if (!args.endsWith('threshold')) words.push('access.log');
      const finished = await scratch.run(words);
      expectFailure(finished, 2, line);
      expect(finished.stdout).to.equal('');
    });
  }
});
