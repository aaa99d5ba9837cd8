import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { expect } from 'chai';

import { ProcessTerminal } from '../../src/dashboard/terminal/process-terminal.ts';

/** A process of streams, whose signals are told and not sent. */
function seat() {
  const told: string[] = [];
  const stdin = Object.assign(new PassThrough(), {
    setRawMode: (isRaw: boolean) => told.push(isRaw ? 'raw' : 'cooked'),
  });
  const stdout = Object.assign(new PassThrough(), { columns: 100, rows: 30 });
  const signals = Object.assign(new EventEmitter(), {
    pid: 4711,
    kill: (pid: number, signal: string) => told.push(`${signal} ${String(pid)}`),
  });
  const listener = {
    input: (bytes: Uint8Array) => told.push(`input ${Buffer.from(bytes).toString()}`),
    resized: () => told.push('resized'),
    drained: () => told.push('drained'),
    suspending: () => told.push('suspending'),
    resumed: () => told.push('resumed'),
    gone: () => told.push('gone'),
  };
  const [read, write] = [stdin, stdout] as unknown[]; // as much of a terminal as is used
  const terminal = new ProcessTerminal(read as ReadStream, write as WriteStream, signals);
  terminal.open(listener);
  return { terminal, stdin, stdout, signals, told };
}

async function turn(): Promise<void> {
  await new Promise(setImmediate);
}

describe('ProcessTerminal', () => {
  it('reads keys as they are pressed, and tells of a new size and of the end', async () => {
    const { stdin, stdout, told } = seat();
    stdin.write('q');
    await turn();
    stdout.emit('resize');
    stdin.end();
    await turn();
    expect(told).to.deep.equal(['raw', 'input q', 'resized', 'gone']);
  });

  it('stops the whole group for Ctrl+Z, and takes the keys again when it goes on', async () => {
    const { terminal, signals, told } = seat();
    terminal.suspend();
    await turn();
    expect(told.splice(0)).to.deep.equal(['raw', 'cooked', 'SIGTSTP 0']);
    signals.emit('SIGCONT');
    expect(told.splice(0)).to.deep.equal(['raw', 'resumed']);
    expect(signals.listenerCount('SIGTSTP')).to.equal(1);
  });

  it('stops itself when it is stopped from outside, after it was told', async () => {
    const { signals, told } = seat();
    signals.emit('SIGTSTP');
    await turn();
    expect(told).to.deep.equal(['raw', 'suspending', 'cooked', 'SIGSTOP 4711']);
  });

  it('does not stop with half a frame behind it', async () => {
    const { terminal, stdout, told } = seat();
    while (terminal.write('x'.repeat(1000)));
    terminal.suspend();
    await turn();
    expect(told).to.deep.equal(['raw']);
    stdout.resume();
    await turn();
    await turn();
    expect(told).to.include('SIGTSTP 0');
  });

  it('has the size that most terminals have where there is none', () => {
    const { terminal, stdout } = seat();
    expect(terminal.size).to.deep.equal({ columns: 100, rows: 30 });
    stdout.columns = stdout.rows = 0;
    expect(terminal.size).to.deep.equal({ columns: 80, rows: 24 });
  });

  it('gives back what it has taken, once', async () => {
    const { terminal, stdin, signals, told } = seat();
    terminal.close();
    terminal.close();
    stdin.write('q');
    signals.emit('SIGCONT');
    await turn();
    expect(told).to.deep.equal(['raw', 'cooked']);
    expect(signals.eventNames()).to.deep.equal([]);
  });
});
