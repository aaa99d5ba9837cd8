// `npx nx run PROJECT:serve` is as good as starting the program directly. Shown with a probe that
// goes through the same executor, in a real terminal: a pipe, or a pty that Nx makes, would hide
// the faults.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ARGS = ['a b', "it's", '$HOME', '--file', 'access log.txt', ''];
const THROUGH_NX = 'npx nx run tools:probe --';
const DIRECTLY = `node ${join(ROOT, 'tools/fixtures/probe.mjs')}`;
const QUOTED_ARGS = ARGS.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`).join(' ');

describe('nx run PROJECT:serve', () => {
  let terminal: Terminal;

  before(function () {
    if (spawnSync('tmux', ['-V']).status !== 0) {
      console.log('skipped: tmux, the terminal of these tests, is not installed');
      this.skip();
    }
  });

  beforeEach(() => {
    terminal = new Terminal({ columns: 100, rows: 30, cwd: join(ROOT, 'libs') });
  });

  afterEach(() => {
    terminal.close();
  });

  it('the executor of the probe is the one that serves the apps', () => {
    const executors = ['apps/monitor', 'apps/loadgen', 'tools'].map((folder) => {
      const project = JSON.parse(readFileSync(join(ROOT, folder, 'project.json'), 'utf8')) as {
        targets: Record<string, { executor?: string } | undefined>;
      };
      return (project.targets['probe'] ?? project.targets['serve'])?.executor;
    });
    const nx = JSON.parse(readFileSync(join(ROOT, 'nx.json'), 'utf8')) as {
      targetDefaults: { serve: { executor: string } };
    };
    const { executor } = nx.targetDefaults.serve;
    expect(executors).to.deep.equal([undefined, undefined, executor]);
  });

  it('sees the same terminal, folder, arguments and colours as when started directly', async () => {
    terminal.type(`${DIRECTLY} ${QUOTED_ARGS}`);
    const direct = await terminal.shows(/^(?:\$ )?seen (\{.*\})$/m);
    await terminal.shows(/^ready$/m);
    terminal.press('C-c');
    await terminal.shows(/^left by ctrl-c$/m);

    terminal.type(`clear; ${THROUGH_NX} ${QUOTED_ARGS}`);
    await terminal.shows(/nx run tools:probe [^]*^ready$/m);
    const throughNx = await terminal.shows(/^(?:\$ )?seen (\{.*\})$/m);

    const seen: unknown = JSON.parse(throughNx);
    expect(seen).to.deep.equal(JSON.parse(direct));
    expect(seen).to.deep.include({ stdin: true, stdout: true, stderr: true, args: ARGS, nx: [] });
    expect(seen).to.have.property('cwd', join(ROOT, 'libs'));
  });

  it('is told when the window is resized', async () => {
    terminal.type(THROUGH_NX);
    await terminal.shows(/^size 100x30$[^]*^ready$/m);
    terminal.resize(90, 20);
    await terminal.shows(/^size 90x20$/m);
  });

  it('ends cleanly on Ctrl+C and leaves the terminal as it was', async () => {
    terminal.type(`tty=$(stty -g); ${THROUGH_NX}; echo "code=$?"`);
    await terminal.shows(/^ready$/m);
    terminal.press('C-c');
    await terminal.shows(/^left by ctrl-c$[^]*^code=0$/m);
    terminal.type('echo "same=$([ "$tty" = "$(stty -g)" ] && echo yes || echo no)"');
    await terminal.shows(/^same=yes$/m);
  });
});

/** A shell in a terminal of its own. */
class Terminal {
  readonly #folder = mkdtempSync(join(tmpdir(), 'hitwatch-serve-'));

  constructor(size: { columns: number; rows: number; cwd: string }) {
    const { columns, rows, cwd } = size;
    this.#tmux(
      ...['-f', '/dev/null', 'new-session', '-d', '-x', `${columns}`, '-y', `${rows}`],
      ...['-c', cwd, `PS1='$ ' exec sh`],
    );
  }

  type(line: string): void {
    this.#tmux('send-keys', '-l', line);
    this.press('Enter');
  }

  press(key: string): void {
    this.#tmux('send-keys', key);
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', `${columns}`, '-y', `${rows}`);
  }

  /** Waits until the screen matches, and returns the first group of the match, or all of it. */
  async shows(pattern: RegExp): Promise<string> {
    const deadlineMs = Date.now() + 30_000;
    for (;;) {
      const screen = this.#tmux('capture-pane', '-p', '-J');
      const match = pattern.exec(screen.replace(/ +$/gm, ''));
      if (match !== null) return match[1] ?? match[0];
      if (Date.now() > deadlineMs)
        throw new Error(`no ${String(pattern)} on the screen:\n${screen}`);
      await sleep(50);
    }
  }

  close(): void {
    this.#tmux('kill-server');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #tmux(...args: readonly string[]): string {
    // Of the environment only what a login shell has: under `nx run tools:test` there is more.
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, LANG: 'C.UTF-8', TMUX_TMPDIR: this.#folder };
    const { status, stdout, stderr } = spawnSync('tmux', args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
    return stdout;
  }
}
