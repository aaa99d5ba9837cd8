import { relative } from 'node:path';

import picomatch from 'picomatch';

import { DEPTH_MAX, findFiles } from './find-files.ts';
import type { LogGroup } from './log-group.ts';

/** Parentheses and `!` are more common in names than in patterns. */
const SCAN = { scanToEnd: true, noparen: true, nonegate: true };

/**
 * `*`, `?`, `[...]`, `{a,b}` and `**` as a shell has them: hidden files have to be named so.
 * Undefined for what is no pattern.
 */
export function patternGroup(argument: string): LogGroup | undefined {
  const { base, glob, isGlob, isGlobstar } = picomatch.scan(argument, SCAN);
  if (!isGlob) return undefined;
  const matches = picomatch(glob, { noextglob: true, nonegate: true });
  const depth = isGlobstar ? DEPTH_MAX : glob.split('/').length;
  return {
    argument,
    emptiness: 'no file matches',
    // Later there may be a file of that very name.
    list: () => findFiles(base, depth, (path) => path === glob || matches(path)),
    covers: (path) => matches(relative(base, path)),
  };
}
