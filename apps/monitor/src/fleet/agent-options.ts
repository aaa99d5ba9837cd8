// The command line of `agent`.
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';

import { oneOf, parsed, UsageFailure } from '@hitwatch/adapters';
import { isFleetName } from '@hitwatch/domain';

import { readChoice } from '../format-options.ts';
import type { FormatChoice } from '../formats.ts';
import { readFiles } from '../log-options.ts';
import { readState } from '../option-values.ts';
import type { HelpOptions } from '../options.ts';
import { type FleetPlace, NATS_OPTIONS, readFleetPlace } from './nats-options.ts';

const NAME_MAX = 64;

export interface AgentCommandOptions extends FleetPlace {
  readonly command: 'agent';
  readonly files: readonly string[];
  readonly formats: FormatChoice;
  readonly notices: readonly string[];
  /** Of this host in the fleet. */
  readonly name: string;
  readonly from: 'start' | 'window' | 'end';
  /** Folder of what a restart goes on with; undefined to begin each run anew. */
  readonly state: string | undefined;
}

const AGENT_OPTIONS = {
  ...NATS_OPTIONS,
  name: { type: 'string' },
  file: { type: 'string', multiple: true },
  from: { type: 'string' },
  state: { type: 'string' },
  format: { type: 'string' },
  'format-from': { type: 'string' },
  'date-format': { type: 'string' },
  'time-format': { type: 'string' },
  'trusted-proxy': { type: 'string', multiple: true },
  debug: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export function readAgent(args: readonly string[]): AgentCommandOptions | HelpOptions {
  const { values, positionals } = parsed(
    () => parseArgs({ args: [...args], options: AGENT_OPTIONS, allowPositionals: true }),
    'hitwatch',
  );
  if (values.help === true) return { command: 'help', about: 'agent' };
  const { choice, files, notices } = readChoice(values, [...(values.file ?? []), ...positionals]);
  if (files.length === 0) {
    const remedy = 'name the logs of this host, as in hitwatch agent access.log';
    throw new UsageFailure('no log is named', remedy);
  }
  return {
    command: 'agent',
    ...readFleetPlace(values),
    ...{ files: readFiles(files), formats: choice, notices },
    name: values.name === undefined ? nameOfHost(hostname()) : readName(values.name),
    from: oneOf('--from', values.from ?? 'end', ['start', 'window', 'end'] as const),
    state: readState(values.state, false).state,
  };
}

/** A name that may stand in subjects, of any that a machine may have. */
export function nameOfHost(host: string): string {
  return host.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, NAME_MAX) || 'host';
}

function readName(name: string): string {
  if (isFleetName(name)) return name;
  throw new UsageFailure(
    `--name ${JSON.stringify(name)} is no name for a host`,
    'take 1 to 64 letters, digits, "_" and "-"',
  );
}
