import { availableParallelism } from 'node:os';

import {
  encodeJson,
  isNamedPipe,
  Output,
  packingOfFile,
  Progress,
  readHead,
  reportDocument,
  sanitize,
  styleFor,
  SystemClock,
  type TrafficReport,
  UsageFailure,
} from '@hitwatch/adapters';
import { type ByteBlock, detectFormat } from '@hitwatch/domain';

import { findLogs } from '../find-logs.ts';
import { chosenFormat } from '../formats.ts';
import { nameLogs } from '../name-logs.ts';
import type { ReportOptions } from '../options.ts';
import type { ProgramHooks } from '../program.ts';
import { makeReport } from '../report/report.ts';
import { rollupOptions } from '../rollup-options.ts';
import { type Surroundings, textWidth } from '../surroundings.ts';

/** `hitwatch report`: one pass over logs. */
export async function report(
  options: ReportOptions,
  around: Surroundings,
  { complain }: ProgramHooks,
): Promise<void> {
  const files = nameLogs(options.files.length > 0 ? options.files : findLogs());
  const progress = new Progress(around.stderr, new SystemClock());
  const result = await makeReport({
    paths: files,
    openStdin: () => around.stdin,
    jobs: options.jobs ?? availableParallelism(),
    counting: { rollup: rollupOptions(options.site), formats: options.formats },
    top: options.top,
    onProgress: (countedBytes, bytes) => {
      progress.show(countedBytes, bytes);
    },
  }).finally(() => {
    progress.clear();
  });
  const output = new Output(around.stdout);
  output.write(
    options.output === 'text'
      ? await textOf(result, options, around)
      : `${encodeJson(reportDocument(result))}\n`,
  );
  await output.flush();
  for (const { path, damage } of result.files) {
    if (damage === undefined) continue;
    complain(`hitwatch: notice: ${sanitize(path)}: ${damage}: counted what could be read`);
  }
  const foreign = result.files.filter((file) => file.lines.counted === 0 && file.lines.read > 0);
  if (foreign.length === 0) return;
  const isGiven = ({ path }: { readonly path: string }) =>
    chosenFormat(options.formats, path) !== undefined;
  const what = foreign.map((file) =>
    isGiven(file)
      ? `${file.path}: no line fits the format that is given`
      : `${file.path}: no known format fits${guessesFor(file.path)}`,
  );
  if (result.traffic.lines.counted === 0) {
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

async function textOf(
  result: TrafficReport,
  { top, zone }: ReportOptions,
  around: Surroundings,
): Promise<string> {
  // To measure text in cells is long to load, and a document has none.
  const { reportText } = await import('../report/text.ts');
  const style = styleFor({ isTerminal: around.stdout.isTTY === true, env: around.env });
  return reportText(result, top, zone, { style, width: textWidth(around) });
}
