import {
  ByteBlock,
  encodeText,
  FormatFollower,
  PlainScanner,
  RecordBatch,
  Rollup,
  type RollupState,
  type RuleEngineState,
  stateOfEarlier,
  Tally,
} from '@hitwatch/domain';
import type { Checkpoint, MonitorState } from '@hitwatch/ports';

import { changes } from '../alerts/example-changes.ts';
import { SOME_TIME_MS } from '../time/manual-clock.ts';

const SEED = 4711;
const PATH = '/var/log/nginx/access.log';

/** A rollup of these lines, and the account of their file. */
export function rolledUp(text: string, seed = SEED) {
  const rollup = new Rollup({ seed });
  const scanner = () =>
    new PlainScanner(new FormatFollower({ reference: 0 }), new RecordBatch(seed));
  const tally = new Tally(scanner, rollup);
  tally.push({ id: 0, path: PATH }, 0, new ByteBlock(encodeText(text)));
  return { rollup: rollup.state(), accounts: tally.accounts() };
}

const LINES = [
  '192.0.2.1 - - [02/Jan/2026:03:04:05 +0000] "GET /a/b HTTP/1.1" 200 42 "-" "curl"',
  '192.0.2.2 - - [02/Jan/2026:03:04:06 +0000] "POST /caf\u00e9 HTTP/1.1" 503 0 "-" "\u{1f600}"',
  'what is this?',
  '',
];

/** High traffic that has triggered. */
export function exampleRules(): RuleEngineState {
  const newest = 1_767_323_046;
  const window = { newest, buckets: new Float64Array(120).fill(11) };
  const rule = { threshold: 10, windowSeconds: 120 };
  return stateOfEarlier({ ...rule, state: 'high', open: newest, window }, changes(1));
}

/** The state of a monitor that has read a few lines. */
export function exampleState(parts: Partial<MonitorState> = {}): MonitorState {
  const { rollup, accounts } = rolledUp(LINES.join('\n'));
  return {
    beganMs: SOME_TIME_MS - 60_000,
    savedMs: SOME_TIME_MS,
    seed: SEED,
    reading: '{}',
    files: [PATH],
    clock: { second: 1_767_323_046, newest: 1_767_323_046, newestSeenMs: SOME_TIME_MS },
    rules: exampleRules(),
    history: changes(3),
    marks: [
      { path: PATH, dev: 64, ino: 2 ** 40, fingerprint: encodeText(LINES[0] ?? ''), offset: 99 },
    ],
    accounts,
    interval: rolledUp('').rollup,
    total: rollup,
    ...parts,
  };
}

/** The same as what is saved. */
export function checkpointOf({ total, ...memory }: MonitorState, version = 1): Checkpoint {
  const state = (): RollupState => total;
  return { ...memory, total: { version, state } };
}
