import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';

/** A file from its first byte to its end, whatever it is called meanwhile. */
export interface Life {
  content: string;
}

/** Shortest beginning of a life that no other life has. */
export const TELLING_BYTES = 20;

/**
 * A server that writes a log, and a logrotate that rotates it. Keeps account of every life of the
 * log and of all that was written to it. The text is one series of lines that are all different;
 * it is cut anywhere, so that half lines are there at any time.
 */
export class LogWriter {
  readonly path: string;
  readonly lives: Life[] = [];
  /** What stands at the path, if anything does. */
  current: Life | undefined;
  /** What was rotated last and is still open here, as in a server that has not been told yet. */
  rotated: Life | undefined;
  #currentFd: number | undefined;
  #rotatedFd: number | undefined;
  #lineNumber = 0;
  #unwritten = '';

  constructor(path: string) {
    this.path = path;
  }

  /** Writes so many bytes to the log, which is made if need be. */
  write(bytes: number): void {
    const life = this.current ?? this.create();
    this.#append(this.#currentFd, life, this.#take(bytes));
  }

  /** Writes up to the end of a line, and so many lines more. */
  writeLines(lines: number): void {
    for (let line = 0; line < lines; line++) this.#unwritten += this.#nextLine();
    this.write(this.#unwritten.length);
  }

  /** Writes to the file that was rotated last. */
  writeLate(bytes: number): void {
    if (this.rotated !== undefined) {
      this.#append(this.#rotatedFd, this.rotated, this.#take(bytes));
    }
  }

  create(): Life {
    const life: Life = { content: '' };
    this.lives.push(life);
    this.current = life;
    this.#currentFd = openSync(this.path, 'a');
    return life;
  }

  /** `access.log` becomes `access.log.1`, that one `access.log.2`, and so on. */
  rename(): void {
    this.#shift();
    renameSync(this.path, `${this.path}.1`);
    this.#leaveCurrent();
  }

  remove(): void {
    rmSync(this.path);
    this.#leaveCurrent();
  }

  copyTruncate(): void {
    this.#shift();
    copyFileSync(this.path, `${this.path}.1`);
    this.truncate();
  }

  truncate(): void {
    truncateSync(this.path);
    this.current = { content: '' };
    this.lives.push(this.current);
  }

  close(): void {
    for (const fd of [this.#currentFd, this.#rotatedFd]) if (fd !== undefined) closeSync(fd);
    this.#currentFd = this.#rotatedFd = undefined;
  }

  #leaveCurrent(): void {
    if (this.#rotatedFd !== undefined) closeSync(this.#rotatedFd);
    this.#rotatedFd = this.#currentFd;
    this.rotated = this.current;
    this.#currentFd = this.current = undefined;
  }

  #shift(): void {
    let last = 0;
    while (existsSync(`${this.path}.${last + 1}`)) last++;
    for (let at = last; at > 0; at--) {
      renameSync(`${this.path}.${at}`, `${this.path}.${at + 1}`);
    }
  }

  #append(fd: number | undefined, life: Life, text: string): void {
    if (fd === undefined) throw new Error('the file is closed');
    writeSync(fd, text);
    life.content += text;
  }

  #take(bytes: number): string {
    while (this.#unwritten.length < bytes) this.#unwritten += this.#nextLine();
    const text = this.#unwritten.slice(0, bytes);
    this.#unwritten = this.#unwritten.slice(bytes);
    return text;
  }

  /** The number of the line over and over: any `TELLING_BYTES` of a line tell which line it is. */
  #nextLine(): string {
    const number = String(++this.#lineNumber).padStart(8, '0');
    return `${Array.from({ length: 1 + (this.#lineNumber % 9) }, () => number).join('-')}\n`;
  }
}
