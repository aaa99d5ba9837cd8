export { parseDuration } from './command-line/duration.ts';
export { EnvironmentFailure, systemErrorCode, UsageFailure } from './command-line/failure.ts';
