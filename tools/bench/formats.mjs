// How fast each format is read: many lines like the example that hitwatch formats has of it.
import { execFileSync } from 'node:child_process';

import { repeatedLog } from './logs.mjs';
import { runOnce } from './measure.mjs';
import { HITWATCH } from './programs.mjs';

const LINES = 200_000;
const ROUNDS = 3;
const node = process.execPath;

/** Lines that say which fields the others have. */
const HEADERS = {
  w3c: '#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query sc-status',
  cloudfront:
    '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status' +
    ' cs(Referer) cs(User-Agent)',
};

/** Definitions of the same lines as Combined has, and of some more. */
const PASTED = [
  [
    'Combined as a pasted log_format',
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent' +
      ' "$http_referer" "$http_user_agent"',
    '',
  ],
  [
    'the same with $request_time behind it',
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent' +
      ' "$http_referer" "$http_user_agent" $request_time',
    ' 0.123',
  ],
];

/** A row a format: what it is, nanoseconds a line, bytes a line, and times Combined. */
export async function formatRows() {
  const { formats } = JSON.parse(
    execFileSync(node, [HITWATCH, 'formats', '--output', 'json'], { encoding: 'utf8' }),
  );
  const combined = formats.find(({ name }) => name === 'combined').example;
  const empty = fastest(await repeatedLog('empty', '', combined, 1), []);
  const measured = [];
  for (const { name, title, example } of formats) {
    // Its lines state no time: it is read within a wrapper only.
    if (name === 'common_untimed') continue;
    const log = await repeatedLog(name, HEADERS[name] ?? '', example, LINES);
    measured.push([`${name}: ${title}`, log, []]);
  }
  for (const [title, definition, tail] of PASTED) {
    const log = await repeatedLog(`pasted-${tail.length}`, '', combined + tail, LINES);
    measured.push([title, log, ['--format', definition]]);
  }
  const rows = measured.map(([title, log, options]) => {
    const nanos = ((fastest(log, options) - empty) / LINES) * 1e9;
    return { title, nanos, bytes: Math.round(log.bytes / LINES) };
  });
  const own = rows.find(({ title }) => title.startsWith('combined:')).nanos;
  return rows.map(({ title, nanos, bytes }) => [
    title,
    `${nanos.toFixed(0)} ns`,
    String(bytes),
    (nanos / own).toFixed(1),
  ]);
}

/** Seconds of the fastest of some runs. */
function fastest({ path }, options) {
  const report = [node, HITWATCH, 'report', path, '--output', 'json', '--jobs', '1', ...options];
  return Math.min(...Array.from({ length: ROUNDS }, () => runOnce(report).wall));
}
