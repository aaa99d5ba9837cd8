import { type ChildProcess, spawn } from 'node:child_process';

import type { AlertNotification } from '@hitwatch/ports';

import { encodeJson } from '../json/encode.ts';
import { sanitize } from '../text/sanitize.ts';
import type { AlertChannel } from './alert-channel.ts';
import { ChannelFailure } from './channel-failure.ts';
import type { Secret } from './secret.ts';

/** What is kept of what the command says on its standard error. */
const SAID_LENGTH_MAX = 300;
const VARIABLE_LENGTH_MAX = 4096;
/** Variables of our own environment that the command gets; the rest may hold secrets. */
const INHERITED = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
  'DISPLAY',
];

export interface CommandOptions {
  readonly name: string;
  /** The program and its arguments: no shell reads them. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Our own environment, of which little is handed on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the command gets besides. */
  readonly variables: readonly (readonly [name: string, value: Secret])[];
}

/**
 * Runs a program for each alert: the alert is JSON on its standard input and in variables
 * `HITWATCH_...`. It has taken the alert when it ends with 0.
 */
export class CommandChannel implements AlertChannel {
  readonly name: string;
  readonly #options: CommandOptions;

  constructor(options: CommandOptions) {
    this.name = options.name;
    this.#options = options;
  }

  send(alert: AlertNotification, signal: AbortSignal): Promise<void> {
    const { command, env, variables } = this.#options;
    const [program, ...args] = command;
    const own = variables.map(([name, value]) => [name, value.reveal()] as const);
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        env: { ...inherited(env), ...Object.fromEntries(own), ...alertVariables(alert) },
        stdio: ['pipe', 'ignore', 'pipe'],
        // A group of its own: Ctrl+C is not for it, and it ends with all that it has started.
        detached: true,
      });
      const stop = () => {
        kill(child);
        reject(new ChannelFailure(`${program} was stopped: it took too long`));
      };
      signal.addEventListener('abort', stop);
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => {
        if (said.length < SAID_LENGTH_MAX) said += chunk.toString('utf8');
      });
      child.on('error', (error: NodeJS.ErrnoException) => {
        reject(startFailure(program, error));
      });
      // Not `close`: what it has left running may hold its standard error open for ever.
      child.on('exit', (code) => {
        signal.removeEventListener('abort', stop);
        if (code === 0) resolve();
      });
      child.on('close', (code, killedBy) => {
        reject(endFailure(program, code, killedBy, said));
      });
      // A program that does not read its input is as good as one that does.
      child.stdin.on('error', () => undefined);
      child.stdin.end(`${encodeJson({ id: alert.id, ...alert.document })}\n`);
    });
  }
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

function inherited(env: CommandOptions['env']): NodeJS.ProcessEnv {
  const kept = INHERITED.filter((name) => env[name] !== undefined);
  return Object.fromEntries(kept.map((name) => [name, env[name]]));
}

/** A NUL cannot stand in a variable, nor should what a terminal obeys. */
function alertVariables(alert: AlertNotification): NodeJS.ProcessEnv {
  return {
    HITWATCH_ID: sanitize(alert.id),
    HITWATCH_RULE: variable(alert.rule),
    HITWATCH_GROUP: variable(alert.group ?? ''),
    HITWATCH_SEVERITY: alert.severity,
    HITWATCH_STATE: variable(alert.state),
    HITWATCH_FIRING: alert.firing ? '1' : '0',
    HITWATCH_AT: new Date(alert.second * 1000).toISOString(),
    HITWATCH_VALUE: alert.value === undefined ? '' : String(alert.value),
    HITWATCH_THRESHOLD: String(alert.threshold),
    HITWATCH_WINDOW_S: String(alert.windowSeconds),
    HITWATCH_MESSAGE: variable(alert.message),
  };
}

function variable(text: string): string {
  return sanitize(text.slice(0, VARIABLE_LENGTH_MAX));
}

function startFailure(program: string, error: NodeJS.ErrnoException): ChannelFailure {
  const what = error.code === 'ENOENT' ? 'no such program' : error.message;
  return new ChannelFailure(`${program}: ${what}`, { cause: error });
}

function endFailure(
  program: string,
  code: number | null,
  killedBy: string | null,
  said: string,
): ChannelFailure {
  const how = code === null ? `was killed by ${killedBy ?? 'a signal'}` : `ended with ${code}`;
  const why = sanitize(said.trim().split('\n', 1)[0] ?? '').slice(0, SAID_LENGTH_MAX);
  return new ChannelFailure(`${program} ${how}${why === '' ? '' : `: ${why}`}`);
}
