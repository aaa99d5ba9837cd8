import { resolve } from 'node:path';

import { EnvironmentFailure, logGroup } from '@hitwatch/adapters';

/**
 * The files that the arguments of `report` and `explain` stand for. A file counts as often as it is
 * named; a directory or a pattern adds what nothing else has named. Rejects with an
 * `EnvironmentFailure` for one that stands for nothing.
 */
export async function nameLogs(args: readonly string[]): Promise<readonly string[]> {
  const groups = await Promise.all(args.map(logGroup));
  const taken = new Set(
    args.filter((_, at) => groups[at] === undefined).map((arg) => resolve(arg)),
  );
  const paths: string[] = [];
  for (const [at, arg] of args.entries()) {
    const group = groups[at];
    if (group === undefined) {
      paths.push(arg);
      continue;
    }
    const listed = group.list();
    if (listed.length === 0) {
      const remedy = 'check the path, and quote a pattern';
      throw new EnvironmentFailure('ENOENT', `${arg}: ${group.emptiness}`, remedy);
    }
    for (const path of listed) {
      if (taken.has(resolve(path))) continue;
      taken.add(resolve(path));
      paths.push(path);
    }
  }
  return paths;
}
