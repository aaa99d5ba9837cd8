import {
  ByteBlock,
  encodeText,
  FormatFollower,
  PlainScanner,
  RecordBatch,
  Rollup,
  type RollupState,
  Tally,
} from '@hitwatch/domain';
import type { Checkpoint, MonitorState } from '@hitwatch/ports';

import { transitions } from '../alerts/example-transitions.ts';
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

/** The state of a monitor that has read a few lines. */
export function exampleState(parts: Partial<MonitorState> = {}): MonitorState {
  const { rollup, accounts } = rolledUp(LINES.join('\n'));
  return {
    beganMs: SOME_TIME_MS - 60_000,
    savedMs: SOME_TIME_MS,
    seed: SEED,
    reading: '{}',
    files: [PATH],
    rule: { threshold: 10, windowSeconds: 120 },
    clock: { second: 1_767_323_046, newest: 1_767_323_046, newestSeenMs: SOME_TIME_MS },
    alerts: {
      state: 'high',
      open: 1_767_323_046,
      window: { newest: 1_767_323_046, buckets: new Float64Array(120).fill(11) },
    },
    history: transitions(3),
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
