import {
  isNamedPipe,
  packingOfFile,
  readHead,
  sanitize,
  SystemClock,
  type TrafficReport,
  UsageFailure,
} from '@hitwatch/adapters';
import { type ByteBlock, detectFormat } from '@hitwatch/domain';

import { chosenFormat, type FormatChoice } from '../formats.ts';

/**
 * Says of which files the data are damaged, and that no line of a file is counted. Throws a
 * `UsageFailure` if that is so of all of them.
 */
export function complainOfFiles(
  files: TrafficReport['files'],
  formats: FormatChoice,
  complain: (line: string) => void,
): void {
  for (const { path, damage } of files) {
    if (damage === undefined) continue;
    complain(`hitwatch: notice: ${sanitize(path)}: ${damage}: counted what could be read`);
  }
  const foreign = files.filter((file) => file.lines.counted === 0 && file.lines.read > 0);
  if (foreign.length === 0) return;
  const isGiven = ({ path }: { readonly path: string }) =>
    chosenFormat(formats, path) !== undefined;
  const what = foreign.map((file) =>
    isGiven(file)
      ? `${file.path}: no line fits the format that is given`
      : `${file.path}: no known format fits${guessesFor(file.path)}`,
  );
  if (files.every((file) => file.lines.counted === 0)) {
    const remedy = foreign.every(isGiven)
      ? 'hitwatch explain with the same options shows why'
      : 'hitwatch explain shows why, and --format takes any';
    throw new UsageFailure(what.join('; '), remedy);
  }
  for (const one of what) complain(`hitwatch: notice: ${sanitize(one)}`);
}

/** The formats that came nearest, and the first column at which each failed. */
function guessesFor(path: string): string {
  const head = headOrNothing(path);
  if (head === undefined) return '';
  const reference = Math.floor(new SystemClock().nowMs() / 1000);
  const { guesses } = detectFormat(head, 0, head.length, { reference });
  const texts = guesses.map(({ format, failure }) =>
    failure ? `${format} to column ${failure.column} of line ${failure.line}` : format,
  );
  return texts.length === 0 ? '' : ` (best: ${texts.join(', ')})`;
}

/** What is read as a stream cannot be read again, and what is packed says nothing. */
function headOrNothing(path: string): ByteBlock | undefined {
  try {
    const isPlain = path !== '-' && !isNamedPipe(path) && packingOfFile(path) === undefined;
    return isPlain ? readHead(path) : undefined;
  } catch {
    return undefined;
  }
}
