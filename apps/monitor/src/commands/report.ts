import { availableParallelism } from 'node:os';

import {
  encodeJson,
  Output,
  Progress,
  reportDocument,
  reportText,
  sanitize,
  styleFor,
  SystemClock,
  UsageFailure,
} from '@hitwatch/adapters';

import { findLogs } from '../find-logs.ts';
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
    stdin: around.stdin,
    jobs: options.jobs ?? availableParallelism(),
    rollup: rollupOptions(options.site),
    top: options.top,
    onProgress: (countedBytes, bytes) => {
      progress.show(countedBytes, bytes);
    },
  }).finally(() => {
    progress.clear();
  });
  const style = styleFor({ isTerminal: around.stdout.isTTY === true, env: around.env });
  const view = { style, width: textWidth(around) };
  const output = new Output(around.stdout);
  output.write(
    options.output === 'text'
      ? reportText(result, options.top, options.zone, view)
      : `${encodeJson(reportDocument(result))}\n`,
  );
  await output.flush();
  for (const { path, damage } of result.files) {
    if (damage === undefined) continue;
    complain(`hitwatch: notice: ${sanitize(path)}: ${damage}: counted what could be read`);
  }
  const { lines } = result.traffic;
  const foreign = result.files.filter((file) => file.lines.counted === 0 && file.lines.read > 0);
  const names = foreign.map((file) => file.path).join(', ');
  const what = `${names}: no line is in Common or Combined Log Format`;
  if (foreign.length > 0 && lines.counted === 0) {
    throw new UsageFailure(
      what,
      'is it an access log? the report says why its lines were not parsed',
    );
  }
  if (foreign.length > 0) complain(`hitwatch: notice: ${sanitize(what)}`);
}
