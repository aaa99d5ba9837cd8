import { readFileSync } from 'node:fs';

import { readFailure, UsageFailure } from '@hitwatch/adapters';
import {
  type DefinedFormats,
  type Dialect,
  formatNamed,
  formatOf,
  formatOfDefinition,
  FormatProblem,
  formatsFromConf,
  type LineFormat,
} from '@hitwatch/domain';

/** What the command line says of formats: plain values, which cross to other threads. */
export interface FormatChoice {
  /** A name or a definition for all logs; undefined to find each log's own. */
  readonly format?: string | undefined;
  /** Patterns of a GoAccess definition. */
  readonly dateFormat?: string | undefined;
  readonly timeFormat?: string | undefined;
  /** Of `--format-from`, by path of the log. */
  readonly defined?: readonly DefinedLogFormat[];
  /** Addresses and networks whose X-Forwarded-For is believed. */
  readonly trustedProxies?: readonly string[];
}

export interface DefinedLogFormat {
  readonly path: string;
  /** As the server has it, or the name of a format that needs no definition. */
  readonly definition: string;
  /** Undefined for a name. */
  readonly dialect: Dialect | undefined;
}

/** The format that was chosen for a log, or undefined where it is to be found. */
export function chosenFormat(choice: FormatChoice, path: string): LineFormat | undefined {
  const own = choice.defined?.find((log) => log.path === path);
  if (own !== undefined) {
    const { definition, dialect } = own;
    return sound(dialect ? formatOfDefinition(definition, dialect) : formatOf(definition));
  }
  const { format, dateFormat, timeFormat } = choice;
  return format === undefined ? undefined : sound(formatOf(format, { dateFormat, timeFormat }));
}

/** Throws `UsageFailure` for a format that gives no time or no request, or is none. */
export function checkChoice(choice: FormatChoice): void {
  const { format, dateFormat, timeFormat } = choice;
  if (format === undefined) return;
  const made = formatOf(format, { dateFormat, timeFormat });
  if (!(made instanceof FormatProblem)) return;
  throw new UsageFailure(`--format: ${made.message}`, remedyFor(made));
}

/** Reads nginx.conf or httpd.conf: the logs that it defines. */
export function readConf(path: string): readonly DefinedLogFormat[] {
  let conf: DefinedFormats;
  try {
    conf = formatsFromConf(readFileSync(path, 'utf8'));
  } catch (error) {
    throw readFailure(path, error);
  }
  const logs = conf.logs.map(({ path: log, format }): DefinedLogFormat => {
    if (!(format instanceof FormatProblem)) {
      // nginx knows combined and Apache common without a definition.
      const isNamed = formatNamed(format.name) !== undefined;
      return isNamed
        ? { path: log, definition: format.name, dialect: undefined }
        : { path: log, definition: format.source, dialect: conf.server };
    }
    throw new UsageFailure(`${path}: the format of ${log}: ${format.message}`, remedyFor(format));
  });
  if (logs.length > 0) return logs;
  const hint = conf.includes.length > 0 ? `; it includes ${conf.includes.join(', ')}` : '';
  throw new UsageFailure(
    `${path} names no access log${hint}`,
    'give the file that has the access_log or CustomLog line',
  );
}

function sound(format: LineFormat | FormatProblem): LineFormat {
  if (format instanceof FormatProblem) throw new UsageFailure(format.message, remedyFor(format));
  return format;
}

function remedyFor({ missing }: FormatProblem): string {
  if (missing.length === 0) return 'hitwatch formats lists the names; a definition is pasted whole';
  const fields = { time: 'a time', request: 'a request or its path' };
  return `log ${missing.map((part) => fields[part]).join(' and ')} as well`;
}
