import { type FSWatcher, watch } from 'node:fs';

/** Between two looks at a file: what is appended is seen within 100 ms. */
const POLL_MS = 80;
/** The same while the system tells of changes; where it does so in vain, they are seen by then. */
const TOLD_POLL_MS = 250;
/** Looks in a row that found nothing, after which a file is quiet. */
const QUIET_LOOKS = 3;

/**
 * How long a file may be left alone. While it is quiet the system is asked to tell of its next
 * change, only of that one: a busy log would wake us for each line. What it tells is a hint, and
 * the file is looked at all the same, for on a network nobody tells.
 */
export class QuietFile {
  readonly #path: string;
  readonly #onChange: () => void;
  #looks = 0;
  #watcher: FSWatcher | undefined;

  constructor(path: string, onChange: () => void) {
    this.#path = path;
    this.#onChange = onChange;
  }

  /** Milliseconds until it should be looked at again, if it does not change before. */
  get pollMs(): number {
    return this.#watcher === undefined ? POLL_MS : TOLD_POLL_MS;
  }

  /** To be called before a look, so that the look finds what nobody has told of. */
  beforeLook(): void {
    if (this.#watcher !== undefined || this.#looks < QUIET_LOOKS) return;
    this.#looks = 0;
    try {
      this.#watcher = watch(this.#path, { persistent: false }, () => {
        this.stir();
        this.#onChange();
      });
      this.#watcher.on('error', () => {
        this.stir();
      });
    } catch {
      // Not there, or the system tells of no more files: looking is enough.
    }
  }

  foundNothing(): void {
    this.#looks++;
  }

  /** It is not quiet any more, or nobody wants to know. */
  stir(): void {
    this.#looks = 0;
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
