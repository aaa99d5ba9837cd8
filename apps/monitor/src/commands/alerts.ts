import {
  alertLogFiles,
  alertRecordObject,
  alertsDocument,
  encodeJson,
  Output,
  readChanges,
  sanitize,
  styleFor,
  SystemClock,
} from '@hitwatch/adapters';
import { alertsText } from '@hitwatch/adapters/views';
import { type AlertRecord, AlertRecords } from '@hitwatch/domain';

import { defaultAlertLogPath } from '../alert-log-path.ts';
import type { AlertsOptions } from '../alerts-options.ts';
import type { ProgramHooks } from '../program.ts';
import { type Surroundings, textWidth } from '../surroundings.ts';

/** `hitwatch alerts`: what the alert log holds, as alerts from their begin to their end. */
export async function alerts(
  options: AlertsOptions,
  around: Surroundings,
  { complain }: ProgramHooks,
): Promise<void> {
  const path = options.alertLog ?? defaultAlertLogPath(around.env);
  const found = await alertLogFiles(path);
  // One that was asked for by name and is not there is told as any file that cannot be read.
  const files = found.length === 0 && options.alertLog !== undefined ? [path] : found;
  const history = new AlertRecords(wanted(options, new SystemClock().nowMs()));
  for (const file of files) {
    const damage = await readChanges(file, (change) => {
      history.add(change);
    });
    if (damage !== undefined) complain(`hitwatch: notice: ${sanitize(`${file}: ${damage}`)}`);
  }
  if (history.left > 0) {
    const left = `the ${String(history.left)} oldest alerts are left out`;
    complain(`hitwatch: notice: ${left}: give --since or --rule`);
  }
  const output = new Output(around.stdout);
  output.write(documentOf(options, path, files, history.records(), around));
  await output.flush();
}

function documentOf(
  { output, zone, detail }: AlertsOptions,
  path: string,
  files: readonly string[],
  records: readonly AlertRecord[],
  around: Surroundings,
): string {
  switch (output) {
    case 'json':
      return `${encodeJson(alertsDocument(files, records))}\n`;
    case 'ndjson':
      return records.map((record) => `${encodeJson(alertRecordObject(record))}\n`).join('');
    case 'text': {
      if (records.length === 0) return `no such alerts in ${sanitize(path)}\n`;
      const style = styleFor({ isTerminal: around.stdout.isTTY === true, env: around.env });
      return alertsText(records, zone, { style, width: textWidth(around) }, detail);
    }
  }
}

/** An alert belongs to all the time that it stood. */
function wanted(
  { ids, rules, states, since, until }: AlertsOptions,
  nowMs: number,
): (record: AlertRecord) => boolean {
  const from = since === undefined ? -Infinity : since(nowMs) / 1000;
  const to = until === undefined ? Infinity : until(nowMs) / 1000;
  return ({ id, state, first, startSecond, endSecond }) => {
    const end = endSecond ?? (state === 'firing' ? Infinity : startSecond);
    if (startSecond > to || end < from) return false;
    if (ids.length > 0 && !ids.some((begin) => id.startsWith(begin))) return false;
    if (rules.length > 0 && !rules.includes(first.rule)) return false;
    return states.length === 0 || states.includes(state);
  };
}
