import { readFileSync } from 'node:fs';

import { readFailure, UsageFailure } from '@hitwatch/adapters';
import {
  behindMark,
  type DefinedFormats,
  decodeText,
  formatNamed,
  FormatProblem,
  formatsFromConf,
  type LineFormat,
} from '@hitwatch/domain';

import { type DefinedLogFormat, type FormatSource, remedyFor } from './formats.ts';

/** Where a server in a container logs to: what reads there waits for a keyboard. */
const DEVICE = /^\/(dev|proc)\//;

/** What `--format-from` says. */
export interface ReadConf {
  readonly logs: readonly DefinedLogFormat[];
  /** The logs that can be read, each once. */
  readonly paths: readonly string[];
  /** The format of all logs, or the only one there is for some that are named elsewhere. */
  readonly only: FormatSource | undefined;
  /** Why each of the other logs is not read. */
  readonly passedOver: readonly string[];
}

/**
 * Reads nginx.conf or httpd.conf. With `hasFiles`, logs are named elsewhere, so it need not name
 * one. Throws `UsageFailure` for one that is of no use, and `EnvironmentFailure` for a file that is
 * unreadable.
 */
export function readConf(path: string, hasFiles: boolean): ReadConf {
  const conf = formatsFromConf(textOf(path));
  const logs: DefinedLogFormat[] = [];
  const paths = new Set<string>();
  const failures: UsageFailure[] = [];
  for (const { path: log, format } of conf.logs) {
    if (format instanceof FormatProblem) {
      const what = `${path}: the format of ${log}: ${format.message}`;
      failures.push(new UsageFailure(what, remedyFor(format)));
      continue;
    }
    logs.push({ path: log, ...sourceOf(format, conf) });
    if (log.includes('$')) {
      const what = `${path}: the name of ${log} has a variable`;
      failures.push(new UsageFailure(what, 'name the log as well'));
    } else if (!DEVICE.test(log)) paths.add(log);
  }
  const passedOver = failures.map(({ message }) => message);
  const only = onlyOf(logs.length > 0 ? logs : definitionsOf(conf));
  if (paths.size > 0) return { logs, paths: [...paths], only, passedOver };
  if (hasFiles && (logs.length > 0 || only !== undefined)) {
    return { logs, paths: [], only, passedOver: [] };
  }
  const [failure = noLog(path, conf)] = failures;
  throw failure;
}

function textOf(path: string): string {
  try {
    const octets = readFileSync(path);
    return decodeText(octets.subarray(behindMark(octets)));
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** nginx knows combined and Apache common without a definition. */
function sourceOf({ name, source }: LineFormat, { server }: DefinedFormats): FormatSource {
  const isNamed = formatNamed(name) !== undefined;
  return isNamed
    ? { definition: name, dialect: undefined }
    : { definition: source, dialect: server };
}

function definitionsOf(conf: DefinedFormats): readonly FormatSource[] {
  return conf.formats.flatMap(({ format }) =>
    format instanceof FormatProblem ? [] : [sourceOf(format, conf)],
  );
}

function onlyOf(sources: readonly FormatSource[]): FormatSource | undefined {
  const [first] = sources;
  return sources.every(({ definition }) => definition === first?.definition) ? first : undefined;
}

function noLog(path: string, { includes }: DefinedFormats): UsageFailure {
  const hint = includes.length > 0 ? `; it includes ${includes.join(', ')}` : '';
  return new UsageFailure(
    `${path} names no access log${hint}`,
    'give the file that has the access_log or CustomLog line',
  );
}
