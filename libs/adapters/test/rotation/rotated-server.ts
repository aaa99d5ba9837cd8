import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { ManualClock } from '@hitwatch/testing';

/** A piece of a log from its first byte to its end, whatever it is called meanwhile. */
export interface Life {
  /** Numbers of the lines in it; the last one may be torn. */
  readonly numbers: number[];
  /** The number of the line that has not ended yet. */
  half: number | undefined;
  /** Whether it was empty when it was renamed: all that is in it came late. */
  isLate?: boolean;
}

/** How old files are called, packed and kept. */
export interface RotationScheme {
  readonly names: 'numbers' | 'dates';
  readonly pack: 'never' | 'at once' | 'later';
  readonly keep: number;
}

interface OldFile {
  path: string;
  life: Life;
  isPacked: boolean;
}

/** Bytes of a line that tell its number. */
const NUMBER_BYTES = 10;
/** Of a line that is cut; a file that is shorter than 16 bytes is not known by its content. */
const HALF_BYTES = 18;

/**
 * A server that writes numbered lines, and a logrotate that rotates its log in every way there is.
 * Files get their times from the clock. Says of every line how it stands in its file in the end.
 */
export class RotatedServer {
  readonly path: string;
  /** What each line has to be in the end: whole, or torn. */
  readonly lines = new Map<number, string>();
  /**
   * Lives of which nothing is left that tells them. That is so as well for one that was empty when
   * it was renamed, was written to then, and is packed: the file that was known is gone, and nobody
   * knows how the new one begins. Whoever has read it, or has it open, has its lines.
   */
  readonly gone: Life[] = [];
  readonly #clock: ManualClock;
  readonly #scheme: RotationScheme;
  #fd: number | undefined;
  #life: Life | undefined;
  #old: OldFile[] = [];
  /** The file that was renamed last, as a server has it that was not told yet. */
  #renamed: { fd: number; life: Life; path: string; lateMs: number } | undefined;
  #number = 0;

  constructor(path: string, clock: ManualClock, scheme: RotationScheme) {
    this.path = path;
    this.#clock = clock;
    this.#scheme = scheme;
  }

  get life(): Life | undefined {
    return this.#life;
  }

  writeLines(count: number): void {
    this.#tick();
    const life = this.#life ?? this.create();
    let text = this.#endOfHalf(life);
    for (let line = 0; line < count; line++) {
      const whole = this.#nextLine(life);
      this.lines.set(this.#number, whole);
      text += `${whole}\n`;
    }
    this.#append(this.#fd, text);
    this.#touch(this.path);
  }

  writeHalf(): void {
    this.#tick();
    const life = this.#life ?? this.create();
    const text = this.#endOfHalf(life);
    const half = this.#nextLine(life).slice(0, HALF_BYTES);
    this.lines.set(this.#number, half);
    life.half = this.#number;
    this.#append(this.#fd, text + half);
    this.#touch(this.path);
  }

  /** The server goes on in the file that was renamed, for less time than such a file is watched. */
  writeLate(): void {
    const renamed = this.#renamed;
    if (renamed === undefined || this.#clock.nowMs() - renamed.lateMs > 9000) return;
    this.#tick();
    let text = this.#endOfHalf(renamed.life);
    const whole = this.#nextLine(renamed.life);
    this.lines.set(this.#number, whole);
    text += `${whole}\n`;
    this.#append(renamed.fd, text);
    renamed.lateMs = this.#clock.nowMs();
    this.#touch(renamed.path);
  }

  create(): Life {
    this.#tick();
    this.#fd = openSync(this.path, 'a');
    this.#life = { numbers: [], half: undefined };
    this.#touch(this.path);
    return this.#life;
  }

  /** Renamed; made anew at once, or when the next line is written. */
  rename(createsAnew: boolean): void {
    if (this.#life === undefined || this.#fd === undefined) return;
    this.#tick();
    const path = this.#makeRoom();
    renameSync(this.path, path);
    this.letGo();
    const life = this.#life;
    life.isLate = life.numbers.length === 0;
    this.#renamed = { fd: this.#fd, life, path, lateMs: this.#clock.nowMs() };
    this.#old.push({ path, life, isPacked: false });
    this.#fd = this.#life = undefined;
    this.#packOld();
    if (createsAnew) this.create();
  }

  copyTruncate(): void {
    if (this.#life === undefined) return;
    this.#tick();
    const path = this.#makeRoom();
    copyFileSync(this.path, path);
    utimesSync(path, this.#seconds(), this.#seconds());
    this.#old.push({ path, life: this.#life, isPacked: false });
    this.#empty();
    this.#packOld();
  }

  truncate(): void {
    if (this.#life === undefined) return;
    this.#tick();
    this.gone.push(this.#life);
    this.#empty();
  }

  remove(): void {
    if (this.#life === undefined || this.#fd === undefined) return;
    this.#tick();
    rmSync(this.path);
    this.gone.push(this.#life);
    closeSync(this.#fd);
    this.#fd = this.#life = undefined;
  }

  /** A folder stands where the log was, or is taken away again. */
  toggleFolder(): void {
    this.#tick();
    if (existsSync(this.path) && statSync(this.path).isDirectory()) rmdirSync(this.path);
    else if (this.#life === undefined) mkdirSync(this.path);
  }

  get isFolder(): boolean {
    return this.#life === undefined && existsSync(this.path);
  }

  close(): void {
    this.letGo();
    if (this.#fd !== undefined) closeSync(this.#fd);
  }

  #empty(): void {
    truncateSync(this.path);
    this.#life = { numbers: [], half: undefined };
    this.#touch(this.path);
  }

  /** Shifts the numbers of old files, and removes those that are too many. */
  #makeRoom(): string {
    while (this.#old.length >= this.#scheme.keep) {
      const oldest = this.#old.shift();
      if (oldest === undefined) break;
      if (this.#renamed?.path === oldest.path) this.letGo();
      rmSync(oldest.path);
      this.gone.push(oldest.life);
    }
    if (this.#scheme.names === 'dates') {
      const stamp = new Date(this.#clock.nowMs()).toISOString().replace(/\D/g, '');
      return `${this.path}-${stamp}`;
    }
    for (const [at, old] of this.#old.entries()) {
      const path = `${this.path}.${this.#old.length - at + 1}${old.isPacked ? '.gz' : ''}`;
      renameSync(old.path, path);
      if (this.#renamed?.path === old.path) this.#renamed.path = path;
      old.path = path;
    }
    return `${this.path}.1`;
  }

  #packOld(): void {
    if (this.#scheme.pack === 'never') return;
    const wanted = this.#scheme.pack === 'at once' ? this.#old : this.#old.slice(0, -1);
    for (const old of wanted) {
      if (old.isPacked) continue;
      const { mtimeMs } = statSync(old.path);
      if (this.#renamed?.path === old.path) this.letGo();
      writeFileSync(`${old.path}.gz`, gzipSync(readFileSync(old.path), { level: 1 }));
      utimesSync(`${old.path}.gz`, mtimeMs / 1000, mtimeMs / 1000);
      rmSync(old.path);
      if (old.life.isLate === true) this.gone.push(old.life);
      old.path += '.gz';
      old.isPacked = true;
    }
  }

  /** The server closes the file that was renamed last. */
  letGo(): void {
    if (this.#renamed !== undefined) closeSync(this.#renamed.fd);
    this.#renamed = undefined;
  }

  #endOfHalf(life: Life): string {
    if (life.half === undefined) return '';
    const whole = lineOf(life.half);
    const text = `${whole.slice(this.lines.get(life.half)?.length ?? 0)}\n`;
    this.lines.set(life.half, whole);
    life.half = undefined;
    return text;
  }

  #nextLine(life: Life): string {
    life.numbers.push(++this.#number);
    return lineOf(this.#number);
  }

  #append(fd: number | undefined, text: string): void {
    if (fd === undefined) appendFileSync(this.path, text);
    else writeSync(fd, text);
  }

  #touch(path: string): void {
    if (existsSync(path)) utimesSync(path, this.#seconds(), this.#seconds());
  }

  #seconds(): number {
    return this.#clock.nowMs() / 1000;
  }

  /** Files that are written one after the other have different times. */
  #tick(): void {
    this.#clock.advance(5);
  }
}

/** The number of the line over and over, in lines of very different lengths. */
function lineOf(number: number): string {
  const digits = String(number).padStart(NUMBER_BYTES, '0');
  return Array.from({ length: 2 + (number % 17) }, () => digits).join('-');
}
