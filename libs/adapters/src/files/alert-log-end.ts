import type { DiskFile } from '@hitwatch/ports';

import { LINE_BEGIN, parseChange } from './alert-log-line.ts';

/** More than two lines of ours. */
const END_BYTES = 128 * 1024;
const LF = 10;

/**
 * Looks at the end of an alert log and says what has to stand before the next line. A line of
 * ours that a crash cut off is taken away; one that lacks only its LF gets it; and what is not ours
 * stays as it is, with an LF behind it.
 */
export async function mendEnd(file: DiskFile): Promise<'' | '\n'> {
  const size = await file.size();
  // Nor is a device asked, which might have an end that never comes.
  if (size === 0) return '';
  const from = Math.max(0, size - END_BYTES);
  const end = await file.read(from, END_BYTES);
  const start = end.lastIndexOf(LF) + 1;
  if (start === end.length) return '';
  const fragment = new TextDecoder().decode(end.subarray(start));
  if (parseChange(fragment) !== undefined || (start === 0 && from > 0)) return '\n';
  if (!isOurs(fragment, end.subarray(0, start))) return '\n';
  // Another program may be in the middle of this line.
  if ((await file.size()) === size) await file.truncate(from + start);
  return '';
}

/** Whether this is the beginning of a line of ours; a short one also stands behind one of ours. */
function isOurs(fragment: string, before: Uint8Array): boolean {
  if (fragment.startsWith(LINE_BEGIN)) return true;
  if (!LINE_BEGIN.startsWith(fragment)) return false;
  const last = new TextDecoder().decode(before).trimEnd().split('\n').at(-1) ?? '';
  return parseChange(last) !== undefined;
}
