// The values of single options: each is read or refused with what it may be.
import { parseDuration, UsageFailure } from '@hitwatch/adapters';

const TOP_MAX = 100_000;
const DURATION_S_MAX = 7 * 86_400;
const JOBS_MAX = 256;

export function readThreshold(text: string): number {
  const threshold = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (threshold > 0 && threshold <= Number.MAX_SAFE_INTEGER) return threshold;
  throw new UsageFailure(
    `--threshold ${JSON.stringify(text)} is no number of hits per second above 0`,
    'give one such as 10 or 0.5',
  );
}

export function readWindow(text: string): number {
  const seconds = parseDuration(text, '--duration') / 1000;
  if (Number.isInteger(seconds) && seconds <= DURATION_S_MAX) return seconds;
  throw new UsageFailure(
    `--duration ${JSON.stringify(text)} is no window`,
    'give whole seconds, from 1s to 7d',
  );
}

export function readTop(text: string): number {
  const top = /^\d+$/.test(text) ? Number(text) : NaN;
  if (top <= TOP_MAX) return top;
  throw new UsageFailure(
    `--top ${JSON.stringify(text)} is no number of rows`,
    'give a whole number, 0 for all rows',
  );
}

export function readJobs(text: string): number {
  const jobs = /^\d+$/.test(text) ? Number(text) : NaN;
  if (jobs >= 1 && jobs <= JOBS_MAX) return jobs;
  throw new UsageFailure(
    `--jobs ${JSON.stringify(text)} is no number of threads`,
    `give a whole number from 1 to ${String(JOBS_MAX)}`,
  );
}

export function readSite(text: string): string {
  let origin: string | undefined;
  try {
    const url = new URL(text);
    if (url.pathname === '/' && url.search === '' && url.hash === '') origin = url.origin;
  } catch {
    // said below
  }
  if (origin !== undefined && origin !== 'null') return origin;
  throw new UsageFailure(
    `--site ${JSON.stringify(text)} is no origin`,
    'give scheme and host, such as http://my.site.com',
  );
}

export function readAlertLog(path: string | undefined): string | undefined {
  if (path !== '') return path;
  throw new UsageFailure('--alert-log has no name', 'name a file, or none to keep no alerts');
}

export function readState(
  folder: string | undefined,
  fresh: boolean,
): { readonly state: string | undefined; readonly fresh: boolean } {
  if (folder === '') throw new UsageFailure('--state has no name', 'name a folder');
  if (fresh && folder === undefined) {
    throw new UsageFailure('--fresh is given without --state', 'name the folder with --state DIR');
  }
  return { state: folder, fresh };
}
