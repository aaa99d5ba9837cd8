import { closeSync, openSync, writeSync } from 'node:fs';

const START_S = Date.UTC(2015, 4, 17, 8) / 1000;
/** Seconds of the log: most of them are calm, and now and then some are busy. */
const CALM_LINES = 4;
const BUSY_LINES = 30;
const SECONDS_A_ROUND = 40;
const BUSY_SECONDS = 5;

/** A second after a line, the reader's clock goes on by itself. */
const STANDSTILL_MS = 400;

/**
 * Appends numbered lines to a log as a web server does: some at a time, a part of a line now and
 * then, and to the file that it has open, whatever that is called by now.
 */
export class NumberedLog {
  readonly path: string;
  /** The epoch second of each line that was written. */
  readonly seconds: number[] = [];
  readonly #random: () => number;
  #fd: number;
  #second = START_S;
  #linesLeft = CALM_LINES;
  #torn = '';
  #writtenMs = Date.now();

  constructor(path: string, random: () => number) {
    this.path = path;
    this.#random = random;
    this.#fd = openSync(path, 'a');
  }

  /** Lines begun. */
  get lines(): number {
    return this.seconds.length;
  }

  append(count: number): void {
    this.#passTime();
    let text = this.#torn;
    for (let line = 0; line < count; line++) text += this.#line();
    const cut = this.#random() < 0.3 ? Math.floor(this.#random() * 60) : 0;
    this.#torn = text.slice(text.length - cut);
    writeSync(this.#fd, text.slice(0, text.length - cut));
  }

  /** Writes what is left of the last line. */
  complete(): void {
    writeSync(this.#fd, this.#torn);
    this.#torn = '';
  }

  /** Goes on in the file that has the name now, behind a whole line. */
  reopen(): void {
    this.complete();
    closeSync(this.#fd);
    this.#fd = openSync(this.path, 'a');
  }

  close(): void {
    this.complete();
    closeSync(this.#fd);
  }

  /** Where this machine has stood still, time has passed for the log as well as for its reader. */
  #passTime(): void {
    const nowMs = Date.now();
    const passedMs = nowMs - this.#writtenMs;
    this.#writtenMs = nowMs;
    if (passedMs < STANDSTILL_MS) return;
    this.#second += Math.ceil(passedMs / 1000) + 1;
    this.#linesLeft = CALM_LINES;
  }

  #line(): string {
    while (this.#linesLeft === 0) {
      this.#second++;
      const at = (this.#second - START_S) % SECONDS_A_ROUND;
      this.#linesLeft = at >= 20 && at < 20 + BUSY_SECONDS ? BUSY_LINES : CALM_LINES;
    }
    this.#linesLeft--;
    const number = this.seconds.push(this.#second) - 1;
    const time = new Date(this.#second * 1000).toISOString().slice(11, 19);
    const host = `192.0.2.${String(number % 200)}`;
    return `${host} - - [17/May/2015:${time} +0000] "GET /${String(number)} HTTP/1.1" 200 1\n`;
  }
}
