export interface TerminalSize {
  /** Cells of a row, and rows; both at least 1. */
  readonly columns: number;
  readonly rows: number;
}

/** What a terminal tells whoever has opened it. */
export interface TerminalListener {
  /** Bytes as they were read: a character or a sequence may be cut anywhere. */
  input(bytes: Uint8Array): void;
  /** The size is another one. */
  resized(): void;
  /** All that was written has left, after `write` had returned false. */
  drained(): void;
  /** The process is about to be stopped from outside: leave the terminal as it was found. */
  suspending(): void;
  /** The process goes on after it was stopped; the terminal may hold anything. */
  resumed(): void;
  /** Nobody is there any more: a hang-up, or the end of the input. */
  gone(): void;
}

/** The terminal that the process is attached to: bytes out, keys in. */
export interface Terminal {
  readonly size: TerminalSize;
  /** Takes the keys as they are pressed, and tells `listener` from now on. */
  open(listener: TerminalListener): void;
  /** Buffers text in order. False when not all has left: wait for `drained` before a next frame. */
  write(text: string): boolean;
  /** Writes before it returns, also while the process ends. Never throws. */
  writeNow(text: string): void;
  /** Stops the process as Ctrl+Z does, until somebody lets it go on; then `resumed` is told. */
  suspend(): void;
  /** Gives the keys back. A second call changes nothing. */
  close(): void;
  /** Resolves when all that was written has left, or never will. */
  flush(): Promise<void>;
}
