// A second way to count, slow and plain, for `report --verify` and the tests. It is an entry point
// of its own, so that nobody loads it who does not verify.
export { compareReport, type ComparedReport } from './compare-report.ts';
export type { Check, ComparedHow, Difference, Verification } from './comparison.ts';
export type { ExactLimits } from './exact-table.ts';
export type { Reading, Refusal, TargetKindName } from './reading.ts';
export { Recount, type RecountOptions } from './recount.ts';
export { SlowLines } from './slow-lines.ts';
export { slowParse } from './slow-parser.ts';
