import { CLF_TIME_BYTES, encodeText } from '@hitwatch/domain';

import { writeTwoDigits } from './decimal.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_SECONDS = 86_400;

/**
 * Writes epoch seconds as `10/Oct/2000:13:55:36 +0000`, in UTC. Consecutive lines nearly always
 * share the second and always the day, so the text is kept and only what changed of it is written
 * anew.
 */
export class ClfTimeWriter {
  readonly #text = new Uint8Array(CLF_TIME_BYTES);
  #second = NaN;
  #day = NaN;

  /** Writes the 26 bytes and returns where they end. */
  write(second: number, to: Uint8Array, at: number): number {
    if (second !== this.#second) this.#render(second);
    to.set(this.#text, at);
    return at + CLF_TIME_BYTES;
  }

  #render(second: number): void {
    const day = Math.floor(second / DAY_SECONDS);
    if (day !== this.#day) this.#renderDay(day);
    const inDay = second - day * DAY_SECONDS;
    writeTwoDigits(Math.floor(inDay / 3600), this.#text, 12);
    writeTwoDigits(Math.floor(inDay / 60) % 60, this.#text, 15);
    writeTwoDigits(inDay % 60, this.#text, 18);
    this.#second = second;
  }

  #renderDay(day: number): void {
    const date = new Date(day * DAY_SECONDS * 1000);
    const dayOfMonth = String(date.getUTCDate()).padStart(2, '0');
    const month = MONTHS[date.getUTCMonth()] ?? '';
    const year = String(date.getUTCFullYear()).padStart(4, '0');
    this.#text.set(encodeText(`${dayOfMonth}/${month}/${year}:00:00:00 +0000`));
    this.#day = day;
  }
}
