import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { ofType, parseWatch, type WatchObject } from './documents.ts';

const APPS = new URL('../../', import.meta.url);
/** Far more than anything here takes, also on a machine that is busy with other tests. */
const DEADLINE_MS = 15_000;

export type App = 'monitor' | 'loadgen';

/** The built program of an app. */
export function mainOf(app: App): string {
  return fileURLToPath(new URL(`${app}/dist/main.js`, APPS));
}

export interface Around {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /**
   * `none` is /dev/null, `open` a pipe that stays open, `{ text }` a pipe that ends after it,
   * `{ file }` a redirection.
   */
  readonly stdin?: 'none' | 'open' | { readonly text: string } | { readonly file: string };
  /** A file to redirect standard output to; else it is collected. */
  readonly stdout?: string;
  /** The user to run it as, else this one. */
  readonly uid?: number | undefined;
}

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A built program of this workspace, as a process of its own, seen from outside only. */
export class RunningProgram {
  /** Its end, when all of its output has been read. */
  readonly ended: Promise<Finished>;
  /** Its end, although its output may not have been read. */
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #onChange = new Set<() => void>();
  readonly #chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  #finished: Finished | undefined;

  constructor(app: App, args: readonly string[], around: Around) {
    const { cwd, env, stdin = 'none', stdout, uid } = around;
    const input = typeof stdin === 'object' && 'file' in stdin ? openSync(stdin.file, 'r') : 'pipe';
    const output = stdout === undefined ? 'pipe' : openSync(stdout, 'w');
    // Of the environment only what a program cannot do without: Nx and mocha add to it, colours
    // for one. Coverage is collected from child processes too.
    const { PATH, NODE_V8_COVERAGE } = process.env;
    this.#child = spawn(process.execPath, [mainOf(app), ...args], {
      cwd,
      // What another user may not write would be complained about.
      env: { PATH, ...(uid === undefined ? { NODE_V8_COVERAGE } : {}), ...env },
      ...(uid === undefined ? {} : { uid }),
      stdio: [stdin === 'none' ? 'ignore' : input, output, 'pipe'],
    });
    for (const fd of [input, output]) if (typeof fd === 'number') closeSync(fd);
    this.#collect('stdout');
    this.#collect('stderr');
    // A program that has gone is no concern of whoever writes to it.
    this.#child.stdin?.on('error', () => undefined);
    if (typeof stdin === 'object' && 'text' in stdin) this.#child.stdin?.end(stdin.text);
    this.exited = new Promise((resolve) => {
      this.#child.on('exit', () => {
        resolve();
      });
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', (code, signal) => {
        this.#finished = { code, signal, stdout: this.stdout, stderr: this.stderr };
        resolve(this.#finished);
        this.#changed();
      });
    });
  }

  get stdout(): string {
    return Buffer.concat(this.#chunks.stdout).toString();
  }

  get stderr(): string {
    return Buffer.concat(this.#chunks.stderr).toString();
  }

  /** The whole lines of standard output so far, as objects. */
  get objects(): WatchObject[] {
    const text = this.stdout;
    return parseWatch(text.slice(0, text.lastIndexOf('\n') + 1));
  }

  get stdin(): Writable {
    if (this.#child.stdin === null) throw new Error('standard input is no pipe');
    return this.#child.stdin;
  }

  /** The reading end of standard output, for tests that close it or do not read. */
  get outputPipe(): Readable {
    if (this.#child.stdout === null) throw new Error('standard output is no pipe');
    return this.#child.stdout;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until standard output shows `pattern`, and returns what matched. */
  shows(pattern: RegExp): Promise<string> {
    return this.until(String(pattern), () => pattern.exec(this.stdout)?.[0]);
  }

  /** Waits for an object of standard output. */
  emits<T extends WatchObject>(
    what: string,
    wanted: (object: WatchObject) => object is T,
  ): Promise<T>;
  emits(what: string, wanted: (object: WatchObject) => boolean): Promise<WatchObject>;
  emits(what: string, wanted: (object: WatchObject) => boolean): Promise<WatchObject> {
    return this.until(what, () => this.objects.find(wanted));
  }

  /** Waits until the intervals of its NDJSON have counted so many hits in all. */
  async counts(hits: number): Promise<void> {
    await this.until(`${hits} hits`, () => {
      const intervals = ofType(this.objects, 'interval');
      const sum = intervals.reduce((total, interval) => total + interval.hits, 0);
      return sum >= hits ? true : undefined;
    });
  }

  /** Waits for what `look` finds in what the program has written; looks whenever it has. */
  async until<T>(what: string, look: () => T | undefined): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    let onChange: () => void = () => undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        const fail = (why: string) => {
          const { stdout, stderr } = this;
          const seen = `stdout: ${stdout.slice(-2000)}\nstderr: ${stderr.slice(-2000)}`;
          reject(new Error(`${what}: ${why}\n${seen}`));
        };
        onChange = () => {
          const found = look();
          if (found !== undefined) resolve(found);
          else if (this.#finished !== undefined) fail('the program has ended without it');
        };
        timer = setTimeout(() => {
          fail(`not within ${DEADLINE_MS} ms`);
        }, DEADLINE_MS);
        this.#onChange.add(onChange);
        onChange();
      });
    } finally {
      clearTimeout(timer);
      this.#onChange.delete(onChange);
    }
  }

  /** Waits for the end. */
  finish(): Promise<Finished> {
    return this.until('the end of the program', () => this.#finished);
  }

  /** For a test that is over, however it went. */
  async end(): Promise<void> {
    if (this.#finished !== undefined) return;
    this.#child.kill('SIGKILL');
    this.#child.stdout?.destroy();
    await this.ended;
  }

  #collect(name: 'stdout' | 'stderr'): void {
    this.#child[name]?.on('data', (chunk: Buffer) => {
      this.#chunks[name].push(chunk);
      this.#changed();
    });
  }

  #changed(): void {
    for (const onChange of this.#onChange) onChange();
  }
}
