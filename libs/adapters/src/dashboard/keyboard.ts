import { InputDecoder } from './terminal/input-decoder.ts';
import type { InputEvent } from './view/reduce.ts';

/** After this long, an Esc was the key: the rest of a sequence comes with it, also over ssh. */
const ESCAPE_MS = 50;

/** Tells what is pressed, and waits for the rest of what a read has cut. */
export class Keyboard {
  readonly #tell: (event: InputEvent) => void;
  #decoder = new InputDecoder();
  #waiting: NodeJS.Timeout | undefined;

  constructor(tell: (event: InputEvent) => void) {
    this.#tell = tell;
  }

  push(bytes: Uint8Array): void {
    clearTimeout(this.#waiting);
    for (const event of this.#decoder.push(bytes)) this.#tell(event);
    if (!this.#decoder.isWaiting) return;
    this.#waiting = setTimeout(() => {
      for (const event of this.#decoder.settle()) this.#tell(event);
    }, ESCAPE_MS);
  }

  /** What was half read will not be finished. */
  forget(): void {
    clearTimeout(this.#waiting);
    this.#decoder = new InputDecoder();
  }
}
