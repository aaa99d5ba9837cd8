'use strict';
// Spec output plus a machine-readable summary, so CI can add up what ran (also on an Nx cache hit).
const { mkdirSync, writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

module.exports = class SpecWithSummary extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes = 0, failures = 0, pending = 0 } = this.stats;
      mkdirSync('out-test', { recursive: true });
      writeFileSync('out-test/summary.json', `${JSON.stringify({ passes, failures, pending })}\n`);
    });
  }
};
