// What is run against what, and what each of them computes: a ratio between programs that do not do the
// same work says nothing unless the work is named.
import { spawnSync } from 'node:child_process';

export const HITWATCH = 'apps/monitor/dist/main.js';

/** Whole programs on one log; those that are not `quick` are run once only. */
export function programsFor(log) {
  const report = (jobs) => [
    process.execPath,
    HITWATCH,
    'report',
    log,
    '--output',
    'json',
    '--jobs',
    jobs,
  ];
  return [
    {
      name: 'wc -l',
      argv: ['wc', '-l', log],
      computes: 'number of lines',
      quick: true,
    },
    {
      name: 'hitwatch report, 1 job',
      argv: report('1'),
      computes:
        'hits, bytes and errors by section, URL, client, referrer, agent, method and status; visitors; hits per second; line counts',
      quick: true,
    },
    {
      name: 'hitwatch report, 2 jobs',
      argv: report('2'),
      computes: 'the same',
      quick: true,
    },
    {
      name: 'lnav',
      argv: [
        'lnav',
        '-n',
        '-c',
        ';SELECT sc_status, count(*) FROM access_log GROUP BY sc_status',
        log,
      ],
      computes: 'hits by status',
      version: ['lnav', '-V'],
    },
    {
      name: 'goaccess',
      argv: [
        'goaccess',
        log,
        '--log-format=COMBINED',
        '--no-progress',
        '-o',
        '/dev/shm/goaccess.json',
      ],
      computes:
        'its default panels as JSON: visitors, requests, static, 404, hosts, OS, browsers, times, referrers, status',
      version: ['goaccess', '--version'],
    },
  ];
}

/** mtail takes seconds for each ten megabytes, so it has a table and a shorter log of its own. */
export function mtailAndUs(log) {
  return [
    ...programsFor(log).filter(({ quick }) => quick),
    {
      name: 'mtail',
      argv: ['mtail', '--one_shot', '--progs', 'tools/bench/sections.mtail', '--logs', log],
      computes: 'hits by status and section',
      version: ['mtail', '--version'],
    },
  ];
}

/** The first line of a program's version, or undefined where it is not installed. */
export function versionOf(argv) {
  const { status, stdout, stderr } = spawnSync(argv[0], argv.slice(1), { encoding: 'utf8' });
  return status === null ? undefined : `${stdout}${stderr}`.trim().split('\n')[0];
}
