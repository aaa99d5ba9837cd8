import { availableParallelism } from 'node:os';

import {
  encodeJson,
  EnvironmentFailure,
  isNamedPipe,
  Output,
  packingOfFile,
  Progress,
  readHead,
  reportDocument,
  sanitize,
  styleFor,
  SystemClock,
  type TimedVerification,
  type TrafficReport,
  UsageFailure,
  type View,
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
  const verify = options.verify ? await import('../report/verify.ts') : undefined;
  await verify?.refuseStreams(files);
  const counting = { rollup: rollupOptions(options.site), formats: options.formats };
  const progress = new Progress(around.stderr, new SystemClock());
  const result = await makeReport({
    paths: files,
    openStdin: () => around.stdin,
    jobs: options.jobs ?? availableParallelism(),
    counting,
    top: options.top,
    onProgress: (countedBytes, bytes) => {
      progress.show(countedBytes, bytes);
    },
  }).finally(() => {
    progress.clear();
  });
  const output = new Output(around.stdout);
  const isText = options.output === 'text';
  // A person need not wait for the recount; a program gets one document.
  if (isText) output.write(await textOf(result, options, around));
  await output.flush();
  const again = new Progress(around.stderr, new SystemClock());
  const verification = await verify
    ?.verifyReport(result, {
      counting,
      top: options.top,
      onProgress: (countedBytes, bytes) => {
        again.show(countedBytes, bytes);
      },
    })
    .finally(() => {
      again.clear();
    });
  if (!isText) output.write(`${encodeJson(reportDocument(result, verification))}\n`);
  else if (verification !== undefined) {
    const { verificationText } = await import('../report/text.ts');
    output.write(verificationText(verification, viewOf(around)));
  }
  await output.flush();
  if (verification?.agrees === false) throw disagreement(verification);
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

function disagreement({ differing, differences }: TimedVerification): EnvironmentFailure {
  const figures = differing === 1 ? '1 figure differs' : `${differing} figures differ`;
  const isShorter = differences.some(({ what }) => what.endsWith(': bytes read'));
  return new EnvironmentFailure(
    'NOT_VERIFIED',
    `${figures} between the report and its recount`,
    isShorter
      ? 'a file has changed meanwhile, verify a copy of it'
      : 'verify again, and if no file has changed meanwhile report it as a fault',
  );
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
  return reportText(result, top, zone, viewOf(around));
}

function viewOf(around: Surroundings): View {
  const style = styleFor({ isTerminal: around.stdout.isTTY === true, env: around.env });
  return { style, width: textWidth(around) };
}
