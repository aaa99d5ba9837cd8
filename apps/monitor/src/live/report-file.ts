import { open } from 'node:fs/promises';
import { join } from 'node:path';

import {
  encodeJson,
  EnvironmentFailure,
  NodeDisk,
  reportDocument,
  systemErrorCode,
} from '@hitwatch/adapters';
import type { FileTally, Rollup } from '@hitwatch/domain';

import { stateFolder } from '../alert-log-path.ts';

/** Attempts to find a name that nobody has taken. */
const NAMES_MAX = 100;

export interface ReportFileOptions {
  /** Rows of a table, 0 for all. */
  readonly top: number;
  readonly nowMs: number;
  /** Where it is written first. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes the document of `report --output json` into a new file of `folder`, or of the
 * state folder of the XDG specification where that takes none. Resolves to its path.
 */
export async function writeReportFile(
  files: readonly FileTally[],
  traffic: Rollup,
  { top, nowMs, folder, env }: ReportFileOptions,
): Promise<string> {
  const text = `${encodeJson(reportDocument({ files, traffic: traffic.snapshot(top) }))}\n`;
  const stamp = new Date(nowMs).toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '');
  const name = `hitwatch-report-${stamp}Z`;
  try {
    return await writeNew(join(folder, name), text);
  } catch {
    const ours = stateFolder(env);
    try {
      await new NodeDisk().makeFolder(ours);
      return await writeNew(join(ours, name), text);
    } catch (error) {
      const where = `neither ${folder} nor ${ours}`;
      const why = systemErrorCode(error) ?? 'for no known reason';
      throw new EnvironmentFailure(
        'REPORT_UNWRITABLE',
        `${where} takes a file (${why})`,
        'start hitwatch in a folder that can be written to',
      );
    }
  }
}

/** Never over what is there. */
async function writeNew(path: string, text: string): Promise<string> {
  for (let number = 1; ; number++) {
    const whole = `${path}${number === 1 ? '' : `-${number}`}.json`;
    try {
      // It holds addresses of clients.
      const file = await open(whole, 'wx', 0o600);
      try {
        await file.writeFile(text);
      } finally {
        await file.close();
      }
      return whole;
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST' || number === NAMES_MAX) throw error;
    }
  }
}
