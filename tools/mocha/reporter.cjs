'use strict';
// Spec output, the reason of every skip beside its test, and a summary that a program can read, so
// that CI can add up what ran (out-test is an Nx output: a cache hit brings the summary back).
//
// How a test tells why it is skipped, when it finds out as it runs (in a hook for a whole suite):
//     console.log('skipped: tmux is not installed');
//     this.skip();
// and when it always is:
//     it.skip('follows a rename over NFS (skipped: needs a mounted share)', ...)
const { mkdirSync, writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

const { EVENT_RUN_BEGIN, EVENT_RUN_END, EVENT_TEST_PENDING } = Runner.constants;
const SAID = 'skipped: ';
const IN_TITLE = /\(skipped: (.+)\)/;

module.exports = class SpecWithSummary extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const log = console.log;
    const reasons = new WeakMap();
    const skipped = [];

    runner.once(EVENT_RUN_BEGIN, () => {
      // The line is held back here and printed under the title of the test that it is about.
      console.log = (...args) => {
        const [line] = args;
        if (typeof line !== 'string' || !line.startsWith(SAID)) return log(...args);
        const current = runner.currentRunnable;
        const about = current?.type === 'hook' ? current.parent : current;
        if (about) reasons.set(about, line.slice(SAID.length));
      };
    });

    runner.on(EVENT_TEST_PENDING, (test) => {
      const said = reasonSaid(test);
      const reason = said ?? IN_TITLE.exec(test.fullTitle())?.[1] ?? 'no reason given';
      if (said !== undefined) log(`${'  '.repeat(test.titlePath().length)}  ${SAID}${said}`);
      skipped.push({ title: test.fullTitle(), reason });
    });

    runner.once(EVENT_RUN_END, () => {
      console.log = log;
      const { passes = 0, failures = 0 } = this.stats;
      mkdirSync('out-test', { recursive: true });
      const summary = { passes, failures, skipped };
      writeFileSync('out-test/summary.json', `${JSON.stringify(summary)}\n`);
    });

    function reasonSaid(test) {
      for (let at = test; at; at = at.parent) if (reasons.has(at)) return reasons.get(at);
      return undefined;
    }
  }
};
