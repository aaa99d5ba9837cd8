import { basename, relative } from 'node:path';

import { findFiles, statOf } from './find-files.ts';

/** Files that stand beside logs and are none: of editors, daemons and package managers. */
const NO_LOG = /(^\.|~$|\.(swp|pid|lock|sock|db|journal|tar|zip|rpm|deb)$)/;

/** The logs that an argument of the command line stands for: a directory or a pattern. */
export interface LogGroup {
  /** As given. */
  readonly argument: string;
  /** Why there may be no log, as in `logs: holds no log`. */
  readonly emptiness: string;
  /**
   * The regular files there are now, each once whatever links lead to it, sets in the order of
   * time. Throws an `EnvironmentFailure` when the folder is there and cannot be read.
   */
  list(): readonly string[];
  /** Whether a file at this path would be one of them. */
  covers(path: string): boolean;
}

/**
 * The group that an argument stands for, or undefined when it names one file, which need not be
 * there. What is there by that very name is no pattern, whatever characters it has.
 */
export async function logGroup(argument: string): Promise<LogGroup | undefined> {
  if (argument === '-') return undefined;
  const info = statOf(argument);
  if (info?.isDirectory()) return directoryGroup(argument);
  if (info !== undefined) return undefined;
  // Loaded when it is wanted: most arguments are files that are there.
  const { patternGroup } = await import('./pattern-group.ts');
  return patternGroup(argument);
}

/** All that stands directly in a folder, but for hidden files and such as are clearly no logs. */
function directoryGroup(argument: string): LogGroup {
  const isWanted = (path: string) => !NO_LOG.test(basename(path));
  return {
    argument,
    emptiness: 'holds no log',
    list: () => findFiles(argument, 1, isWanted),
    covers: (path) => relative(argument, path) === basename(path) && isWanted(path),
  };
}
