import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const LOADER = new URL('../../../tools/ts-loader/register.mjs', import.meta.url).href;
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The program from its source, as a process of its own. */
export class RunningLoadgen {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;

  /** `input` is what standard input gives before it ends; without it, it stays open. */
  constructor(args: readonly string[], input?: string | Buffer) {
    const child = spawn(process.execPath, ['--import', LOADER, MAIN, ...args]);
    this.child = child;
    child.stdin.on('error', () => undefined); // it may have ended before
    if (input !== undefined) child.stdin.end(input);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    this.finished = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        const text = Buffer.concat(stderr).toString();
        resolve({ code, signal, stdout: Buffer.concat(stdout), stderr: text });
      });
    });
  }

  /** Resolves with the first bytes on standard output. */
  get started(): Promise<void> {
    return new Promise((resolve) => {
      this.child.stdout?.once('data', () => {
        resolve();
      });
    });
  }
}

/** Runs the program to its end. */
export function loadgen(args: readonly string[], input: string | Buffer = ''): Promise<Finished> {
  return new RunningLoadgen(args, input).finished;
}

/** The texts of whole lines; throws for a text that ends within one. */
export function linesOf(text: Buffer | string): string[] {
  const lines = text.toString('latin1').split('\n');
  if (lines.pop() !== '') throw new Error('the last line is torn');
  return lines;
}
