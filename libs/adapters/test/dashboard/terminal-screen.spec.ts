import { ManualTerminal } from '@hitwatch/testing';
import { expect } from 'chai';
import fc from 'fast-check';

import { Frame } from '../../src/dashboard/screen/frame.ts';
import { SELECTED } from '../../src/dashboard/screen/role.ts';
import { paletteOf } from '../../src/dashboard/terminal/palette.ts';
import { TerminalScreen } from '../../src/dashboard/terminal/terminal-screen.ts';
import { hostileText } from '../text/hostile-text.ts';
import { VtEmulator } from './vt-emulator.ts';

const PALETTE = paletteOf('256', 'dark');

interface Put {
  readonly row: number;
  readonly column: number;
  readonly text: string;
  readonly role: number;
  readonly isSelected: boolean;
}

function frameOf(columns: number, rows: number, puts: readonly Put[]): Frame {
  const frame = new Frame({ columns, rows });
  for (const { row, column, text, role, isSelected } of puts) {
    const width = Math.min(columns - column, 12);
    clearHalves(frame, row, column, width);
    frame.put(row, column, width, text, role as 0); // any of the roles
    if (isSelected && row < rows && column < columns) frame.select(row, column, width);
  }
  return frame;
}

/** The screen never puts one text over another; a test that does must not cut a wide one. */
function clearHalves(frame: Frame, row: number, column: number, width: number): void {
  frame.fill(row, column - 1, width + 2, ' ', 0);
  const at = row * frame.columns;
  frame.texts.slice(at, at + frame.columns).forEach((text, index) => {
    if (text === '' && frame.texts[at + index - 1] === ' ') frame.fill(row, index, 1, ' ', 0);
    const isWide = text !== '' && text !== ' ' && frame.texts[at + index + 1] === ' ';
    if (isWide && index === column - 2) frame.fill(row, index, 1, ' ', 0);
  });
}

const put = fc.record({
  row: fc.nat(5),
  column: fc.nat(23),
  text: fc.oneof(fc.constantFrom('abc', '漢字', '─── x', 'GET /', '🦉', 'e\u0301'), hostileText),
  role: fc.nat(15),
  isSelected: fc.boolean(),
});

function expectShown(terminal: VtEmulator, frame: Frame): void {
  for (let row = 0; row < frame.rows; row++) {
    expect(terminal.rowText(row), `row ${row}`).to.equal(frame.rowText(row));
  }
  const wanted = Array.from(frame.roles, (role) => (role === 0 ? '' : PALETTE[role]));
  expect(terminal.cells().map(({ style }) => style)).to.deep.equal(wanted);
}

describe('TerminalScreen', () => {
  it('shows the last frame, whatever was there before it (model)', () => {
    const step = fc.record({
      puts: fc.array(put, { maxLength: 8 }),
      size: fc.constantFrom([24, 6], [24, 6], [24, 6], [30, 5]),
      isForgotten: fc.boolean(),
    });
    const property = fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const terminal = new ManualTerminal(24, 6);
      const emulator = new VtEmulator(24, 6);
      const screen = new TerminalScreen(terminal);
      screen.enter();
      for (const { puts, size, isForgotten } of steps) {
        const [columns = 24, rows = 6] = size;
        emulator.write(terminal.takeWritten());
        if (columns !== emulator.columns) emulator.resize(columns, rows);
        if (isForgotten) screen.forget();
        const frame = frameOf(columns, rows, puts);
        screen.draw(frame, PALETTE);
        emulator.write(terminal.takeWritten());
        expectShown(emulator, frame);
        expect(emulator.modes.has(2026), 'an update that was left open').to.be.false;
      }
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('writes nothing for a frame that is the same, and little for one digit', () => {
    const terminal = new ManualTerminal();
    const screen = new TerminalScreen(terminal);
    screen.enter();
    const frame = (text: string) => {
      const next = new Frame({ columns: 80, rows: 24 });
      next.put(3, 10, 30, text);
      return next;
    };
    screen.draw(frame('1,234 hits'), PALETTE);
    terminal.takeWritten();
    screen.draw(frame('1,234 hits'), PALETTE);
    expect(terminal.takeWritten()).to.equal('');
    screen.draw(frame('1,235 hits'), PALETTE);
    expect(terminal.takeWritten()).to.equal('\x1b[?2026h\x1b[4;15H\x1b[0m5\x1b[?2026l');
  });

  it('skips frames while the terminal takes nothing, and then shows the newest', () => {
    const terminal = new ManualTerminal(24, 6);
    const emulator = new VtEmulator(24, 6);
    const screen = new TerminalScreen(terminal);
    screen.enter();
    const frames = ['one', 'two', 'three'].map((text) => {
      const frame = new Frame({ columns: 24, rows: 6 });
      frame.put(0, 0, 24, text);
      return frame;
    });
    terminal.block();
    expect(frames.map((frame) => screen.draw(frame, PALETTE))).to.deep.equal([true, false, false]);
    terminal.unblock();
    screen.drained();
    expect(screen.draw(frames[2] ?? new Frame({ columns: 1, rows: 1 }), PALETTE)).to.be.true;
    emulator.write(terminal.takeWritten());
    expect(emulator.rowText(0).trimEnd()).to.equal('three');
  });

  it('leaves the terminal as it was found, once, however often it is told', () => {
    const terminal = new ManualTerminal();
    const emulator = new VtEmulator(80, 24);
    const screen = new TerminalScreen(terminal);
    const modes = [...emulator.modes];
    screen.useMouse(true);
    screen.enter();
    emulator.write(terminal.takeWritten());
    expect([...emulator.modes]).to.include.members([1049, 1000, 1006, 2004]);
    expect(emulator.modes.has(25), 'a cursor').to.be.false;
    screen.leave();
    emulator.write(terminal.takeWritten());
    expect([...emulator.modes].sort()).to.deep.equal(modes.sort());
    screen.leave();
    screen.leaveNow();
    expect(terminal.takeWritten()).to.equal('');
  });

  it('has a style for each role and none beyond', () => {
    for (const depth of ['none', '16', '256', 'true'] as const) {
      for (const ground of ['dark', 'light'] as const) {
        const palette = paletteOf(depth, ground);
        expect(palette[SELECTED]).to.not.equal(palette[0]);
        if (depth === 'none') expect(palette.join('')).to.not.match(/[34]8;|;3\d/u);
      }
    }
  });
});
