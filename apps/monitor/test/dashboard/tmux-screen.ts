import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { mainOf } from '../running-program.ts';
import { Scratch } from '../scratch.ts';

/** Far more than anything here takes, also on a machine that is busy with other tests. */
const DEADLINE_MS = 15_000;
const LOOK_MS = 40;

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** Why no test here can run, or undefined when they can. */
export function whyNoTmux(): string | undefined {
  if (spawnSync('tmux', ['-V']).status === 0) return undefined;
  return 'tmux, the terminal of these tests, is not installed';
}

/** A shell in a real terminal of its own, with a folder where `hitwatch` is the built program. */
export class TmuxScreen {
  readonly scratch = new Scratch();
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor({ columns, rows }: ScreenSize, env: Readonly<Record<string, string>> = {}) {
    const { folder } = this.scratch;
    this.#env = {
      ...{ PATH: [folder, process.env['PATH']].join(delimiter), HOME: folder },
      XDG_STATE_HOME: join(folder, 'state'),
      ...{ LANG: 'C.UTF-8', TZ: 'UTC', TMUX_TMPDIR: folder, ENV: join(folder, 'shellrc') },
      ...env,
    };
    this.scratch.file('shellrc', "PS1='$ '\n");
    const run = `exec '${process.execPath}' '${mainOf('monitor')}' "$@"`;
    chmodSync(this.scratch.file('hitwatch', `#!/bin/sh\necho $$ > pid\n${run}\n`), 0o755);
    this.#tmux(
      ...['-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows)],
      ...['-c', folder, 'exec sh -i'],
    );
  }

  /** Types a line of shell. */
  run(line: string): void {
    this.#tmux('send-keys', '-l', line);
    this.press('Enter');
  }

  /** Runs the program as `nx run monitor:serve`, and says how it ended. */
  throughNx(args: string): void {
    const watched = args.replaceAll('access.log', `'${this.scratch.path('access.log')}'`);
    this.run(`cd '${ROOT}'; npx nx run monitor:serve -- ${watched}; echo "code=$?"`);
  }

  /** Presses keys by the names that tmux has for them. */
  press(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  type(text: string): void {
    this.#tmux('send-keys', '-l', text);
  }

  resize({ columns, rows }: ScreenSize): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** From now on all bytes that are written to the terminal are kept. */
  record(): void {
    this.#tmux('pipe-pane', '-O', `exec cat > '${this.scratch.path('bytes')}'`);
  }

  get recorded(): string {
    return readFileSync(this.scratch.path('bytes'), 'latin1');
  }

  /** What is seen; with `colours`, the sequences that make them too. */
  look(colours = false): string {
    const screen = this.#tmux('capture-pane', '-p', ...(colours ? ['-e'] : []));
    return screen.replace(/ +$/gm, '');
  }

  append(name: string, text: string): void {
    appendFileSync(this.scratch.path(name), text);
  }

  /** Sends a signal to the program that was started last. */
  kill(signal: NodeJS.Signals): void {
    process.kill(this.#pid, signal);
  }

  /** The terminal goes away, as when its window is closed. */
  hangUp(): void {
    this.#tmux('kill-server');
  }

  /** Waits for the end of the program that was started last. */
  async ends(): Promise<void> {
    const deadlineMs = Date.now() + DEADLINE_MS;
    while (existsSync(`/proc/${this.#pid}`)) {
      if (Date.now() > deadlineMs) throw new Error('the program is still there');
      await pause(LOOK_MS);
    }
  }

  /** Waits until the screen matches, and returns it. */
  async shows(...patterns: readonly RegExp[]): Promise<string> {
    return this.until(patterns.join(' and '), (screen) =>
      patterns.every((pattern) => pattern.test(screen)),
    );
  }

  async hides(pattern: RegExp): Promise<string> {
    return this.until(`no ${String(pattern)}`, (screen) => !pattern.test(screen));
  }

  async until(what: string, isSo: (screen: string) => boolean): Promise<string> {
    const deadlineMs = Date.now() + DEADLINE_MS;
    for (;;) {
      const screen = this.look();
      if (isSo(screen)) return screen;
      if (Date.now() > deadlineMs) throw new Error(`not on the screen: ${what}\n${screen}`);
      await pause(LOOK_MS);
    }
  }

  async close(): Promise<void> {
    spawnSync('tmux', ['kill-server'], { env: this.#env });
    await this.scratch.remove();
  }

  get #pid(): number {
    return Number(readFileSync(this.scratch.path('pid'), 'utf8'));
  }

  #tmux(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('tmux', args, {
      env: this.#env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
    return stdout;
  }
}
