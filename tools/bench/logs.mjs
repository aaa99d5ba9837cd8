// The logs that are measured on: generated, kept in a temporary folder, never committed.
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runOnce } from './measure.mjs';

const FOLDER = join(tmpdir(), 'hitwatch-bench');
const LOADGEN = 'apps/loadgen/dist/main.js';

/** A combined log of invented traffic, of this size. */
export function combinedLog(megabytes) {
  return made(`combined-${megabytes}MB.log`, (path) => {
    runOnce([
      process.execPath,
      LOADGEN,
      ...['--fast', '--rate', '300', '--start', '2026-01-05T00:00:00Z', '--arrivals', 'poisson'],
      ...['--sections', '200', '--clients', '20000', '--errors', '2%', '--malformed', '0.05%'],
      ...['--bytes', `${megabytes}MB`, '--out', path],
    ]);
  });
}

/** A log of so many lines that are alike, below a header if there is one. */
export function repeatedLog(name, header, line, lines) {
  return made(`format-${name}-${lines}.log`, (path) => {
    const head = header === '' ? '' : `${header}\n`;
    writeFileSync(path, head + `${line}\n`.repeat(lines));
  });
}

/** A log in which no line shares its URL, client, referrer or agent with another. */
export async function allNewLog(lines) {
  return made(`all-new-${lines}.log`, async (path) => {
    const out = createWriteStream(path);
    let text = '';
    for (let line = 0; line < lines; line++) {
      const second = String(Math.floor(line / 1000) % 60).padStart(2, '0');
      const minute = String(Math.floor(line / 60_000) % 60).padStart(2, '0');
      const hour = String(Math.floor(line / 3_600_000) % 24).padStart(2, '0');
      const client = `${1 + (line >>> 24)}.${(line >>> 16) & 255}.${(line >>> 8) & 255}.${line & 255}`;
      text +=
        `${client} - - [05/Jan/2026:${hour}:${minute}:${second} +0000] ` +
        `"GET /s${line}/${line} HTTP/1.1" 200 ${line % 5000} "http://r/${line}" "agent ${line}"\n`;
      if (text.length < 1 << 20) continue;
      if (!out.write(text)) await once(out, 'drain');
      text = '';
    }
    out.end(text);
    await once(out, 'close');
  });
}

/** Ten gigabytes, of which all but the end is a hole: what bisection has to find its way in. */
export function sparseLog(tail) {
  return made('sparse-10GB.log', (path) => {
    truncateSync(path, 10e9);
    runOnce(['sh', '-c', `printf '\\n' >> '${path}'; tail -c 50000000 '${tail}' >> '${path}'`]);
  });
}

/** Makes a log under another name first, so that one that was interrupted is not taken for whole. */
async function made(name, make) {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, name);
  if (!existsSync(path)) {
    const partial = `${path}.partial`;
    writeFileSync(partial, '');
    await make(partial);
    renameSync(partial, path);
  }
  return { path, bytes: statSync(path).size };
}
