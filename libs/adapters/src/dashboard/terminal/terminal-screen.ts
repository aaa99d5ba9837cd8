import type { Terminal } from '@hitwatch/ports';

import type { Frame } from '../screen/frame.ts';
import { frameDiff } from './frame-diff.ts';
import type { Palette } from './palette.ts';

const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l\x1b[0m\x1b[2J';
const MOUSE_ON = '\x1b[?1000h\x1b[?1006h';
const MOUSE_OFF = '\x1b[?1006l\x1b[?1000l';
const SYNC_BEGIN = '\x1b[?2026h';
const SYNC_END = '\x1b[?2026l';
/** Each of these is harmless where there is nothing to leave. */
const LEAVE = `${SYNC_END}${MOUSE_OFF}\x1b[?2004l\x1b[?7h\x1b[0m\x1b[?25h\x1b[?1049l`;

/**
 * The screen of a terminal: shows frames, writes only what has changed, in one synchronised update
 * (`CSI ? 2026`), and leaves the terminal as it was found however often it is told to.
 */
export class TerminalScreen {
  readonly #terminal: Terminal;
  #shown: Frame | undefined;
  #palette: Palette | undefined;
  #isEntered = false;
  #hasMouse = false;
  #isDrained = true;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get isEntered(): boolean {
    return this.#isEntered;
  }

  /** Whether a frame would be written at once; else it would only queue behind the last one. */
  get isReady(): boolean {
    return this.#isEntered && this.#isDrained;
  }

  enter(): void {
    if (this.#isEntered) return;
    this.#isEntered = true;
    this.#shown = undefined;
    this.#write(this.#hasMouse ? ENTER + MOUSE_ON : ENTER);
  }

  /** Shows a frame. Returns false when the terminal has not taken the last one yet. */
  draw(frame: Frame, palette: Palette): boolean {
    if (!this.isReady) return false;
    // Other colours change cells whose roles are the same.
    const before = palette === this.#palette ? this.#shown : undefined;
    const text = frameDiff(before, frame, palette);
    this.#shown = frame;
    this.#palette = palette;
    if (text !== '') this.#write(`${SYNC_BEGIN}${text}${SYNC_END}`);
    return true;
  }

  /** The next frame is written whole: something else may have written here. */
  forget(): void {
    this.#shown = undefined;
  }

  useMouse(hasMouse: boolean): void {
    if (hasMouse === this.#hasMouse) return;
    this.#hasMouse = hasMouse;
    if (this.#isEntered) this.#write(hasMouse ? MOUSE_ON : MOUSE_OFF);
  }

  drained(): void {
    this.#isDrained = true;
  }

  leave(): void {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    this.#write(LEAVE);
  }

  /** The same for when the process is about to end or to stop: written before this returns. */
  leaveNow(): void {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    this.#terminal.writeNow(LEAVE);
  }

  #write(text: string): void {
    if (!this.#terminal.write(text)) this.#isDrained = false;
  }
}
