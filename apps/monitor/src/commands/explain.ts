import type { Readable } from 'node:stream';

import { encodeJson, readUnpacked, SystemClock, UsageFailure } from '@hitwatch/adapters';
import { explanationText } from '@hitwatch/adapters/views';
import { explainLines, type Explanation } from '@hitwatch/domain';

import { findLogs } from '../find-logs.ts';
import { chosenFormat } from '../formats.ts';
import { nameLogs } from '../name-logs.ts';
import { openStream } from '../open-stream.ts';
import type { ExplainOptions } from '../options.ts';

/** More than what is explained. */
const HEAD_BYTES = 1 << 16;

/** `hitwatch explain`: how the first lines of logs are read, those of empty ones left out. */
export async function explain(
  { files, formats, output }: ExplainOptions,
  stdin: Readable,
): Promise<string> {
  const texts: string[] = [];
  const empty: string[] = [];
  for (const path of await nameLogs(files.length > 0 ? files : findLogs())) {
    const octets = await headOf(path, stdin);
    if (octets.length === 0) {
      empty.push(path);
      continue;
    }
    const format = chosenFormat(formats, path);
    const reference = Math.floor(new SystemClock().nowMs() / 1000);
    const explanation = explainLines(
      octets,
      octets.length < HEAD_BYTES,
      { reference },
      format && [format],
    );
    texts.push(
      output === 'json'
        ? document(path, explanation)
        : explanationText(path, explanation, format !== undefined),
    );
  }
  const [first] = empty;
  // An empty log beside others, as of a site that nobody visits, is no reason to be silent on them.
  if (texts.length === 0 && first !== undefined) {
    throw new UsageFailure(`${first} is empty`, 'name a log that has lines');
  }
  return texts.join(output === 'json' ? '' : '\n');
}

function document(path: string, { detection, formats, lines }: Explanation): string {
  const { format = null, envelope = null, confidence = 0, guesses = [] } = detection ?? {};
  return `${encodeJson({
    schema: 'hitwatch/explain/1',
    path,
    format,
    envelope,
    confidence,
    formats,
    guesses,
    lines,
  })}\n`;
}

/** The first bytes of a log, unpacked. */
async function headOf(path: string, stdin: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const readable = openStream(path, () => stdin);
  try {
    await readUnpacked(readable, path, ({ octets }) => {
      if (bytes >= HEAD_BYTES) return;
      chunks.push(octets.slice());
      bytes += octets.length;
      if (bytes >= HEAD_BYTES) readable.destroy();
    });
  } catch (error) {
    // A stream that is ended early, since there is enough of it, complains.
    if (bytes < HEAD_BYTES) throw error;
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}
