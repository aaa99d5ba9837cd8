// The command lines of `config` and `channels`.
import { parseArgs } from 'node:util';

import { oneOf, parsed, UsageFailure } from '@hitwatch/adapters';

import type { HelpOptions } from './options.ts';

export interface ConfigOptions {
  readonly command: 'config';
  readonly action: 'check' | 'print';
  /** Arguments behind the action. */
  readonly args: readonly string[];
}

export interface ChannelsOptions {
  readonly command: 'channels';
  /** The channel to try; undefined to list them. */
  readonly test: string | undefined;
  readonly args: readonly string[];
}

const OWN_OPTIONS = {
  config: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export function readConfigCommand(args: readonly string[]): ConfigOptions | HelpOptions {
  const [first = '', ...rest] = args;
  if (first === '' || first === '-h' || first === '--help')
    return { command: 'help', about: 'config' };
  const action = oneOf('config', first, ['check', 'print'] as const);
  // What config print takes is all that watch takes, and is read by it.
  if (action === 'print') return { command: 'config', action, args: rest };
  const { values } = parsed(() => parseArgs({ args: rest, options: OWN_OPTIONS }), 'hitwatch');
  if (values.help === true) return { command: 'help', about: 'config' };
  return { command: 'config', action, args: rest };
}

export function readChannelsCommand(args: readonly string[]): ChannelsOptions | HelpOptions {
  const { values, positionals } = parsed(
    () => parseArgs({ args: [...args], options: OWN_OPTIONS, allowPositionals: true }),
    'hitwatch',
  );
  if (values.help === true) return { command: 'help', about: 'channels' };
  const [action, name, ...others] = positionals;
  if (action !== undefined) oneOf('channels', action, ['test'] as const);
  if (action !== undefined && (name === undefined || others.length > 0)) {
    throw new UsageFailure('channels test takes one name', 'hitwatch channels lists them');
  }
  return { command: 'channels', test: name, args };
}
