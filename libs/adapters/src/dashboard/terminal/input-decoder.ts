import { StringDecoder } from 'node:string_decoder';

import type { InputEvent } from '../view/reduce.ts';

const ESC = '\x1b';
const PASTE_BEGIN = '\x1b[200~';
const PASTE_END = '\x1b[201~';
/** More of one paste is not kept: it can only be meant for a prompt. */
const PASTE_UNITS_MAX = 4096;
/** No sequence that a terminal sends is longer. */
const SEQUENCE_UNITS_MAX = 64;

/** By what stands between `ESC [` or `ESC O` and the end; parameters of modifiers are left out. */
const FINALS: ReadonlyMap<string, string> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['F', 'end'],
  ['H', 'home'],
  ['M', 'enter'],
  ['Z', 'shift-tab'],
  ['1~', 'home'],
  ['3~', 'delete'],
  ['4~', 'end'],
  ['5~', 'pageup'],
  ['6~', 'pagedown'],
  ['7~', 'home'],
  ['8~', 'end'],
]);

/**
 * Bytes of a terminal as keys, pastes and the mouse. A read may end inside a character or a
 * sequence, and a lone Esc looks like the beginning of one: while `isWaiting`, the caller waits a
 * moment and then calls `settle`.
 */
export class InputDecoder {
  readonly #utf8 = new StringDecoder('utf8');
  #held = '';
  /** What was pasted so far; undefined outside a paste. */
  #paste: string | undefined;

  /** Whether what was read last may be the beginning of something. */
  get isWaiting(): boolean {
    return this.#held !== '' && this.#paste === undefined;
  }

  push(bytes: Uint8Array): InputEvent[] {
    this.#held += this.#utf8.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return this.#decode(false);
  }

  /** Nothing more has come: a lone Esc is the key. */
  settle(): InputEvent[] {
    return this.#paste === undefined ? this.#decode(true) : [];
  }

  #decode(isOver: boolean): InputEvent[] {
    const events: InputEvent[] = [];
    while (this.#held !== '') {
      if (this.#paste !== undefined) {
        if (!this.#takePaste(events)) break;
        continue;
      }
      const length = lengthOfFirst(this.#held, isOver);
      if (length === 0) break;
      const sequence = this.#held.slice(0, length);
      this.#held = this.#held.slice(length);
      if (sequence === PASTE_BEGIN) this.#paste = '';
      else events.push(...eventsOf(sequence));
    }
    return events;
  }

  /** Returns whether the paste has ended. */
  #takePaste(events: InputEvent[]): boolean {
    const end = this.#held.indexOf(PASTE_END);
    // The end may be cut: its beginning is held until the rest is there.
    const upTo = end >= 0 ? end : Math.max(0, this.#held.length - PASTE_END.length + 1);
    this.#paste = ((this.#paste ?? '') + this.#held.slice(0, upTo)).slice(0, PASTE_UNITS_MAX);
    this.#held = this.#held.slice(end >= 0 ? end + PASTE_END.length : upTo);
    if (end < 0) return false;
    events.push({ kind: 'paste', text: this.#paste });
    this.#paste = undefined;
    return true;
  }
}

/** Units of the first key or sequence; 0 when it may go on. */
function lengthOfFirst(text: string, isOver: boolean): number {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  if (first !== ESC) return first.length;
  const second = text.charAt(1);
  if (second === '') return isOver ? 1 : 0;
  if (second === ESC) return 1;
  if (second === 'O') return text.length >= 3 ? 3 : isOver ? text.length : 0;
  // Over a slow line a quick Esc and the next key come at once; no key here has Alt.
  if (second !== '[') return 1;
  for (let at = 2; at < Math.min(text.length, SEQUENCE_UNITS_MAX); at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x40 && unit <= 0x7e) return at + 1;
    // No sequence has such a unit: what came before it was cut for good.
    if (unit < 0x20 || unit > 0x7e) return at;
  }
  return isOver || text.length >= SEQUENCE_UNITS_MAX ? text.length : 0;
}

function eventsOf(sequence: string): readonly InputEvent[] {
  if (!sequence.startsWith(ESC)) return keys(keyOf(sequence));
  if (sequence.length === 1) return keys('escape');
  if (sequence.startsWith('\x1b[<')) return mouse(sequence);
  const introducer = sequence.charAt(1);
  if (introducer !== '[' && introducer !== 'O') return [];
  const body = sequence.slice(2);
  const final = body.slice(-1);
  if (final !== '~') return keys(FINALS.get(final));
  const number = body.slice(0, -1).split(';')[0] ?? '';
  return keys(FINALS.get(`${number}~`));
}

function keys(key: string | undefined): readonly InputEvent[] {
  return key === undefined ? [] : [{ kind: 'key', key }];
}

function keyOf(char: string): string | undefined {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0x0d || code === 0x0a) return 'enter';
  if (code === 0x09) return 'tab';
  if (code === 0x7f || code === 0x08) return 'backspace';
  if (code === 0) return undefined;
  if (code < 0x1b) return `ctrl-${String.fromCharCode(code + 0x60)}`;
  return code < 0x20 || (code >= 0x80 && code < 0xa0) ? undefined : char;
}

/** `ESC [ < buttons ; column ; row M`, counted from 1; `m` at its end is a release. */
function mouse(sequence: string): readonly InputEvent[] {
  const [buttons, column, row] = sequence.slice(3, -1).split(';').map(Number);
  if (buttons === undefined || column === undefined || row === undefined) return [];
  if (![buttons, column, row].every(Number.isInteger)) return [];
  const isPress = sequence.endsWith('M');
  const action =
    buttons === 64
      ? 'wheel-up'
      : buttons === 65
        ? 'wheel-down'
        : isPress && buttons === 0
          ? 'press'
          : 'other';
  return [{ kind: 'mouse', action, column: column - 1, row: row - 1 }];
}
