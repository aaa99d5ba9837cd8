import { availableParallelism } from 'node:os';

import {
  encodeJson,
  EnvironmentFailure,
  Output,
  Progress,
  reportDocument,
  styleFor,
  SystemClock,
  type TimedVerification,
  type TrafficReport,
  type View,
} from '@hitwatch/adapters';

import { findLogs } from '../find-logs.ts';
import { nameLogs } from '../name-logs.ts';
import type { ReportOptions } from '../options.ts';
import type { ProgramHooks } from '../program.ts';
import { makeReport } from '../report/report.ts';
import { rollupOptions } from '../rollup-options.ts';
import { type Surroundings, textWidth } from '../surroundings.ts';
import { complainOfFiles } from './foreign-files.ts';

/** `hitwatch report`: one pass over logs. */
export async function report(
  options: ReportOptions,
  around: Surroundings,
  { complain, workerAhead }: ProgramHooks,
): Promise<void> {
  const files = await nameLogs(options.files.length > 0 ? options.files : findLogs());
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
    workerAhead,
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
  complainOfFiles(result.files, options.formats, complain);
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
