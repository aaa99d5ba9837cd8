import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type App, type Around, type Finished, mainOf, RunningProgram } from './running-program.ts';

const MAIN = mainOf('monitor');
const SHELL_MS_MAX = 10_000;

type Surroundings = Partial<Around>;

/** A folder of one test, and the programs that it starts there. */
export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), 'hitwatch-test-'));
  readonly #running: RunningProgram[] = [];
  /** The zone of the machine must not decide, and nothing may touch its user's own state. */
  readonly #env = { HOME: this.folder, XDG_STATE_HOME: this.path('state'), TZ: 'UTC' };

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes a file and returns its path. */
  file(name: string, content: string | Uint8Array = ''): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  directory(name: string): string {
    mkdirSync(this.path(name), { recursive: true });
    return this.path(name);
  }

  /** Where hitwatch keeps its alerts unless told otherwise. */
  get defaultAlertLog(): string {
    return join(this.folder, 'state', 'hitwatch', 'alerts.ndjson');
  }

  hitwatch(args: readonly string[], around: Surroundings = {}): RunningProgram {
    return this.#start('monitor', args, around);
  }

  loadgen(args: readonly string[], around: Surroundings = {}): RunningProgram {
    return this.#start('loadgen', args, around);
  }

  /** Runs a line of shell, in which `hitwatch` is the program. */
  shell(line: string): { readonly status: number | null; stdout: string; stderr: string } {
    const name = `hitwatch() { '${process.execPath}' '${MAIN}' "$@"; }`;
    return spawnSync('sh', ['-c', `${name}; ${line}`], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], ...this.#env },
      encoding: 'utf8',
      timeout: SHELL_MS_MAX,
    });
  }

  /** Runs hitwatch to its end. */
  run(args: readonly string[], around: Surroundings = {}): Promise<Finished> {
    return this.hitwatch(args, around).finish();
  }

  async remove(): Promise<void> {
    await Promise.all(this.#running.map((program) => program.end()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  #start(app: App, args: readonly string[], around: Surroundings) {
    const { env, ...rest } = around;
    const program = new RunningProgram(app, args, {
      cwd: this.folder,
      env: { ...this.#env, ...env },
      ...rest,
    });
    this.#running.push(program);
    return program;
  }
}
