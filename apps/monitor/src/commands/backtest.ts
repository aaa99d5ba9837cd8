import { availableParallelism } from 'node:os';

import {
  backtestDocument,
  encodeJson,
  Output,
  Progress,
  styleFor,
  SystemClock,
} from '@hitwatch/adapters';

import { backtest as runBacktest } from '../backtest/backtest.ts';
import { findLogs } from '../find-logs.ts';
import { nameLogs } from '../name-logs.ts';
import type { BacktestOptions } from '../options.ts';
import type { ProgramHooks } from '../program.ts';
import { rollupOptions } from '../rollup-options.ts';
import { isAsciiOnly, type Surroundings, textWidth } from '../surroundings.ts';
import { complainOfFiles } from './foreign-files.ts';

/** Columns of a metric: no terminal has more dots in a row. */
const COLUMNS = 512;

/** `hitwatch backtest`: what rules would have told of old logs. */
export async function backtest(
  options: BacktestOptions,
  around: Surroundings,
  { complain }: ProgramHooks,
): Promise<void> {
  const { formats, rules, perWeek } = options;
  const progress = new Progress(around.stderr, new SystemClock());
  const again = new Progress(around.stderr, new SystemClock());
  const result = await runBacktest({
    paths: await nameLogs(options.files.length > 0 ? options.files : findLogs()),
    openStdin: () => around.stdin,
    jobs: options.jobs ?? availableParallelism(),
    rules,
    rollup: rollupOptions(options.site),
    formats,
    driversMax: options.top,
    columns: COLUMNS,
    perWeek,
    onProgress: (countedBytes, bytes) => {
      progress.show(countedBytes, bytes);
    },
    onEvidence: (countedBytes, bytes) => {
      again.show(countedBytes, bytes);
    },
  }).finally(() => {
    progress.clear();
    again.clear();
  });
  const output = new Output(around.stdout);
  if (options.output === 'text') {
    // To measure text in cells is long to load, and a document has none.
    const { backtestText } = await import('../backtest/text.ts');
    const style = styleFor({ isTerminal: around.stdout.isTTY === true, env: around.env });
    const view = { style, width: textWidth(around), isAscii: isAsciiOnly(around.env) };
    output.write(backtestText(result, { ...view, zone: options.zone }));
  } else {
    output.write(`${encodeJson(backtestDocument(result))}\n`);
  }
  await output.flush();
  complainOfFiles(result.files, formats, complain);
}
