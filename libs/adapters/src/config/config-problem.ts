import type { ConfigPath } from './yaml-text.ts';

/** What is wrong in a configuration, and where. */
export interface ConfigProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** What is wrong. */
  readonly what: string;
  /** What to do. */
  readonly remedy: string;
}

/** Tells what is wrong with what stands at a path. */
export type ComplainAt = (path: ConfigPath, what: string, remedy: string) => void;

/** `hitwatch.yaml:3:7: what is wrong: what to do`, as compilers and editors have it. */
export function problemText(path: string, { line, column, what, remedy }: ConfigProblem): string {
  return `${path}:${String(line)}:${String(column)}: ${what}: ${remedy}`;
}
