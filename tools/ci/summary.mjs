// Adds up what each project's mocha run reported and closes with one line that says how many tests ran.
import { readFile, readdir } from 'node:fs/promises';
const total = { passes: 0, failures: 0, pending: 0 };
for (const group of ['apps', 'libs']) {
  for (const name of await readdir(group)) {
    const text = await readFile(`${group}/${name}/out-test/summary.json`, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    for (const [key, n] of Object.entries(JSON.parse(text))) total[key] += n;
  }
}
console.log(`${total.passes} passed, ${total.failures} failed, ${total.pending} skipped`);
if (total.passes === 0 || total.failures > 0) process.exitCode = 1;
