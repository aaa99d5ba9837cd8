import { basename, dirname, resolve } from 'node:path';

import { rotatedName, UsageFailure } from '@hitwatch/adapters';
import {
  type Dialect,
  formatOf,
  formatOfDefinition,
  FormatProblem,
  type LineFormat,
} from '@hitwatch/domain';

/** What the command line says of formats: plain values, which cross to other threads. */
export interface FormatChoice {
  /** A name or a definition for all logs; undefined to find each log's own. */
  readonly format?: string | undefined;
  /** Patterns of a GoAccess definition. */
  readonly dateFormat?: string | undefined;
  readonly timeFormat?: string | undefined;
  /** Of `--format-from`: the formats of the logs that it names. */
  readonly defined?: readonly DefinedLogFormat[];
  /** Of `--format-from`: that of any other log, where there is only one. */
  readonly only?: FormatSource | undefined;
  /** Addresses and networks whose X-Forwarded-For is believed. */
  readonly trustedProxies?: readonly string[];
}

export interface FormatSource {
  /** As the server has it, or the name of a format that needs no definition. */
  readonly definition: string;
  /** Undefined for a name. */
  readonly dialect: Dialect | undefined;
}

export interface DefinedLogFormat extends FormatSource {
  readonly path: string;
}

/** The format that was chosen for a log, or undefined where it is to be found. */
export function chosenFormat(choice: FormatChoice, path: string): LineFormat | undefined {
  const own = definedFor(choice.defined ?? [], path) ?? choice.only;
  if (own !== undefined) {
    const { definition, dialect } = own;
    return sound(dialect ? formatOfDefinition(definition, dialect) : formatOf(definition));
  }
  const { format, dateFormat, timeFormat } = choice;
  return format === undefined ? undefined : sound(formatOf(format, { dateFormat, timeFormat }));
}

/**
 * What a configuration says of the log at `path`, of that from which it was rotated, or of the one
 * log that has the name of this copy.
 */
function definedFor(logs: readonly DefinedLogFormat[], path: string): DefinedLogFormat | undefined {
  const { live } = rotatedName(basename(path));
  const whole = resolve(path);
  const livePath = resolve(dirname(path), live);
  const there =
    logs.find((log) => resolve(log.path) === whole) ??
    logs.find((log) => resolve(log.path) === livePath);
  if (there !== undefined) return there;
  const [copied, ...others] = logs.filter((log) => basename(log.path) === live);
  const isOnly = others.every(({ definition }) => definition === copied?.definition);
  return isOnly ? copied : undefined;
}

/** Throws `UsageFailure` for a format that gives no time or no request, or is none. */
export function checkChoice(choice: FormatChoice): void {
  const { format, dateFormat, timeFormat } = choice;
  if (format === undefined) return;
  const made = formatOf(format, { dateFormat, timeFormat });
  if (!(made instanceof FormatProblem)) return;
  throw new UsageFailure(`--format: ${made.message}`, remedyFor(made));
}

function sound(format: LineFormat | FormatProblem): LineFormat {
  if (format instanceof FormatProblem) throw new UsageFailure(format.message, remedyFor(format));
  return format;
}

/** What whoever wrote the format can do. */
export function remedyFor({ missing }: FormatProblem): string {
  if (missing.length === 0) return 'hitwatch formats lists the names; a definition is pasted whole';
  const fields = { time: 'a time', request: 'a request or its path' };
  return `log ${missing.map((part) => fields[part]).join(' and ')} as well`;
}
