import { writeSync } from 'node:fs';
import type { ReadStream, WriteStream } from 'node:tty';

import type { Terminal, TerminalListener, TerminalSize } from '@hitwatch/ports';

const SIZE_DEFAULT: TerminalSize = { columns: 80, rows: 24 };
const STDOUT = 1;
/** Attempts to write while a terminal takes nothing: a dead one must not hold up the end. */
const TRIES_MAX = 100;

/** What there is of a process, so that a test need not be stopped. */
export interface TerminalProcess {
  readonly pid: number;
  on(signal: 'SIGCONT' | 'SIGTSTP', listener: () => void): unknown;
  off(signal: 'SIGCONT' | 'SIGTSTP', listener: () => void): unknown;
  kill(pid: number, signal: 'SIGTSTP' | 'SIGSTOP'): unknown;
}

/** The terminal of this process. */
export class ProcessTerminal implements Terminal {
  readonly #stdin: ReadStream;
  readonly #stdout: WriteStream;
  readonly #process: TerminalProcess;
  #listener: TerminalListener | undefined;
  readonly #onData = (bytes: Buffer) => this.#listener?.input(bytes);
  readonly #onResize = () => this.#listener?.resized();
  readonly #onDrain = () => this.#listener?.drained();
  readonly #onGone = () => this.#listener?.gone();
  readonly #onContinue = () => {
    this.#resume();
  };
  readonly #onStop = () => {
    this.#listener?.suspending();
    void this.#stop(this.#process.pid, 'SIGSTOP');
  };

  constructor(stdin: ReadStream, stdout: WriteStream, ofProcess: TerminalProcess = process) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#process = ofProcess;
  }

  get size(): TerminalSize {
    const { columns, rows } = this.#stdout;
    // Some terminals, serial lines among them, say that they have no cells at all.
    return columns > 0 && rows > 0 ? { columns, rows } : SIZE_DEFAULT;
  }

  open(listener: TerminalListener): void {
    this.#listener = listener;
    this.#stdin.on('data', this.#onData).on('end', this.#onGone).on('error', this.#onGone);
    this.#stdout.on('resize', this.#onResize).on('drain', this.#onDrain);
    this.#process.on('SIGCONT', this.#onContinue);
    this.#process.on('SIGTSTP', this.#onStop);
    this.#setRaw(true);
    this.#stdin.resume();
  }

  write(text: string): boolean {
    return this.#stdout.write(text);
  }

  writeNow(text: string): void {
    let bytes = Buffer.from(text);
    for (let tries = 0; bytes.length > 0 && tries < TRIES_MAX; tries++) {
      try {
        bytes = bytes.subarray(writeSync(STDOUT, bytes));
      } catch (error) {
        const isBusy = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
        if (!isBusy) return;
      }
    }
  }

  /** Stops the whole group, as the terminal does when it reads Ctrl+Z itself: we may be a child. */
  suspend(): void {
    this.#process.off('SIGTSTP', this.#onStop);
    void this.#stop(0, 'SIGTSTP');
  }

  close(): void {
    if (this.#listener === undefined) return;
    this.#listener = undefined;
    this.#stdin.off('data', this.#onData).off('end', this.#onGone).off('error', this.#onGone);
    this.#stdout.off('resize', this.#onResize).off('drain', this.#onDrain);
    this.#process.off('SIGCONT', this.#onContinue);
    this.#process.off('SIGTSTP', this.#onStop);
    this.#setRaw(false);
    this.#stdin.pause();
  }

  flush(): Promise<void> {
    if (this.#stdout.destroyed || this.#stdout.writableLength === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#stdout.write('', () => {
        resolve();
      });
    });
  }

  /** Stops only when all has left: half a frame would come out on top of somebody's shell. */
  async #stop(pid: number, signal: 'SIGTSTP' | 'SIGSTOP'): Promise<void> {
    await this.flush();
    this.#setRaw(false);
    this.#process.kill(pid, signal);
  }

  #resume(): void {
    this.#process.off('SIGTSTP', this.#onStop);
    this.#process.on('SIGTSTP', this.#onStop);
    this.#setRaw(true);
    this.#listener?.resumed();
  }

  #setRaw(isRaw: boolean): void {
    try {
      this.#stdin.setRawMode(isRaw);
    } catch {
      // The terminal has gone, and with it what there was to set.
    }
  }
}
