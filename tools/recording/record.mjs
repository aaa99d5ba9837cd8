// Runs `hitwatch --demo` in a real terminal (tmux), presses keys, and writes what was seen there as
// an SVG whose pictures follow one another: node tools/recording/record.mjs docs/dashboard.svg
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { svgOf } from './svg.mjs';

const [out] = process.argv.slice(2);
if (out === undefined) throw new Error('usage: record.mjs FILE.svg');
const MAIN = fileURLToPath(new URL('../../apps/monitor/dist/main.js', import.meta.url));
const SIZE = { columns: 110, rows: 34 };
const DEADLINE_MS = 90_000;

/** What is pressed, what is then waited for, and for how long its picture stands. */
const STEPS = [
  { keys: [], until: /last 10s[^]*\d\.\d\/s/, seconds: 4 },
  { keys: [], until: /HIGH TRAFFIC/, seconds: 4 },
  { keys: ['j', 'j', 'Enter'], until: /› url[^]*since/, seconds: 3 },
  { keys: ['Enter'], until: /› client[^]*since/, seconds: 3 },
  { keys: ['Enter'], until: /› last requests/, seconds: 3 },
  { keys: ['Escape'], until: /› client/, seconds: 0 },
  { keys: ['Escape'], until: /› url/, seconds: 0 },
  { keys: ['Escape'], until: /\[section\]/, seconds: 0 },
  { keys: ['f'], until: /filter: /, seconds: 0 },
  { text: 'status>=400 and not section=/js', until: /section=\/js/, seconds: 2 },
  { keys: ['Enter'], until: /hits in the last/, seconds: 3 },
  { keys: ['Escape', 'Escape'], until: /\[section\]/, seconds: 0 },
  { keys: ['t', 't', 't', 't'], until: /since the start/, seconds: 3 },
  { keys: ['a'], until: /alerts .*Esc: back/, seconds: 3 },
];

const folder = mkdtempSync(join(tmpdir(), 'hitwatch-recording-'));
const env = {
  ...{ PATH: process.env.PATH, HOME: folder, TMUX_TMPDIR: folder, TMPDIR: '/tmp' },
  ...{ LANG: 'C.UTF-8', COLORTERM: 'truecolor', TZ: 'UTC' },
};

function tmux(...args) {
  const { status, stdout, stderr } = spawnSync('tmux', args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
  return stdout;
}

async function until(pattern) {
  const deadlineMs = Date.now() + DEADLINE_MS;
  while (!pattern.test(tmux('capture-pane', '-p'))) {
    if (Date.now() > deadlineMs)
      throw new Error(`${pattern} was never seen:\n${tmux('capture-pane', '-p')}`);
    await pause(100);
  }
}

const pictures = [];
try {
  const { columns, rows } = SIZE;
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, 'exec sh');
  tmux('send-keys', '-l', `exec '${process.execPath}' '${MAIN}' --demo`);
  tmux('send-keys', 'Enter');
  for (const { keys = [], text, until: pattern, seconds } of STEPS) {
    for (const key of keys) {
      tmux('send-keys', key);
      await pause(250); // a person does not type faster
    }
    if (text !== undefined) tmux('send-keys', '-l', text);
    await until(pattern);
    if (seconds > 0) pictures.push({ screen: tmux('capture-pane', '-p', '-e'), seconds });
  }
  tmux('send-keys', 'q');
} finally {
  spawnSync('tmux', ['kill-server'], { env });
  rmSync(folder, { recursive: true, force: true });
}
const svg = svgOf(pictures, SIZE);
writeFileSync(out, svg);
console.log(`${out}: ${pictures.length} pictures, ${svg.length} bytes`);
