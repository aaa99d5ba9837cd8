import type { Terminal, TerminalListener, TerminalSize } from '@hitwatch/ports';

/** A terminal whose keys a test presses, and which keeps all that was written. */
export class ManualTerminal implements Terminal {
  #size: TerminalSize;
  #written = '';
  #isBlocked = false;
  #listener: TerminalListener | undefined;
  #suspensions = 0;

  constructor(columns = 80, rows = 24) {
    this.#size = { columns, rows };
  }

  get size(): TerminalSize {
    return this.#size;
  }

  /** All that was written, in order. */
  get written(): string {
    return this.#written;
  }

  get isOpen(): boolean {
    return this.#listener !== undefined;
  }

  get suspensions(): number {
    return this.#suspensions;
  }

  /** What was written since the last call. */
  takeWritten(): string {
    const written = this.#written;
    this.#written = '';
    return written;
  }

  /** Text as its UTF-8 bytes, in one read. */
  press(text: string): void {
    this.#listener?.input(Buffer.from(text));
  }

  resize(columns: number, rows: number): void {
    this.#size = { columns, rows };
    this.#listener?.resized();
  }

  /** From now on the terminal takes nothing more, as over a line that is slow, until `unblock`. */
  block(): void {
    this.#isBlocked = true;
  }

  unblock(): void {
    this.#isBlocked = false;
    this.#listener?.drained();
  }

  /** As when somebody stops the process from outside, and later lets it go on. */
  stopFromOutside(): void {
    this.#listener?.suspending();
  }

  resume(): void {
    this.#listener?.resumed();
  }

  hangUp(): void {
    this.#listener?.gone();
  }

  open(listener: TerminalListener): void {
    this.#listener = listener;
  }

  write(text: string): boolean {
    this.#written += text;
    return !this.#isBlocked;
  }

  writeNow(text: string): void {
    this.#written += text;
  }

  suspend(): void {
    this.#suspensions++;
  }

  close(): void {
    this.#listener = undefined;
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }
}
