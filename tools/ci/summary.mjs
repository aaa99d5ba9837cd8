// Adds up what each project's mocha run reported and closes with one line that says how many tests
// ran: `N passed, N failed, N skipped`.
//
//   node tools/ci/summary.mjs                    adds up the reports that are there
//   node tools/ci/summary.mjs COMMAND [ARG...]   removes old reports, runs COMMAND, then adds up
//
// It fails when COMMAND fails, when a test failed, when none passed, and when a project has tests
// but reported nothing: a run that stops half-way must not look like a short one.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';

const [command, ...args] = process.argv.slice(2);
const projects = [
  ...['apps', 'libs']
    .filter((group) => existsSync(group))
    .flatMap((group) => readdirSync(group).map((name) => `${group}/${name}`)),
  'tools',
];
const problems = [];

if (command !== undefined) {
  for (const project of projects) rmSync(`${project}/out-test`, { recursive: true, force: true });
  const { status, signal, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    const how = error?.message ?? (signal ? `killed by ${signal}` : `exit code ${status}`);
    problems.push(`${[command, ...args].join(' ')}: ${how}`);
  }
}

const total = { passes: 0, failures: 0, skips: 0 };
for (const project of projects) {
  const report = readReport(project);
  if (report === undefined) {
    if (hasSpecs(project)) problems.push(`${project} has tests but reported nothing`);
    continue;
  }
  const { passes, failures, skipped } = report;
  console.log(`${project}: ${counts(passes, failures, skipped.length)}`);
  for (const { title, reason } of skipped) console.log(`  skipped: ${title}: ${reason}`);
  total.passes += passes;
  total.failures += failures;
  total.skips += skipped.length;
}
if (total.passes === 0) problems.push('no test passed');

for (const problem of problems) console.log(`problem: ${problem}`);
console.log(counts(total.passes, total.failures, total.skips));
if (problems.length > 0 || total.failures > 0) process.exitCode = 1;

function counts(passes, failures, skips) {
  return `${passes} passed, ${failures} failed, ${skips} skipped`;
}

function readReport(project) {
  const file = `${project}/out-test/summary.json`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function hasSpecs(project) {
  const folder = `${project}/test`;
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) => name.endsWith('.spec.ts'));
}
