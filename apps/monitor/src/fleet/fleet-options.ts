// The command lines of `fleet init` and `doctor`.
import { parseArgs } from 'node:util';

import { oneOf, parsed, UsageFailure } from '@hitwatch/adapters';

import type { HelpOptions } from '../options.ts';
import { type FleetPlace, NATS_OPTIONS, readFleetPlace } from './nats-options.ts';

export interface FleetInitOptions extends FleetPlace {
  readonly command: 'fleet';
  /** Servers that keep each message; undefined for what the cluster can do. */
  readonly replicas: number | undefined;
  readonly output: 'text' | 'json';
}

export interface DoctorOptions extends FleetPlace {
  readonly command: 'doctor';
  readonly output: 'text' | 'json';
}

const OWN_OPTIONS = {
  ...NATS_OPTIONS,
  output: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const OUTPUTS = ['text', 'json'] as const;

export function readFleetCommand(args: readonly string[]): FleetInitOptions | HelpOptions {
  const options = { ...OWN_OPTIONS, replicas: { type: 'string' } } as const;
  const { values, positionals } = parsed(
    () => parseArgs({ args: [...args], options, allowPositionals: true }),
    'hitwatch',
  );
  if (values.help === true) return { command: 'help', about: 'fleet' };
  const [action, ...others] = positionals;
  if (action === undefined) {
    const remedy = 'hitwatch fleet init makes the streams of a fleet';
    throw new UsageFailure('the view of a fleet is not in this version', remedy);
  }
  oneOf('fleet', action, ['init'] as const);
  if (others.length > 0) throw new UsageFailure('fleet init takes no names', 'give --fleet NAME');
  const replicas = values.replicas === undefined ? undefined : readReplicas(values.replicas);
  const output = oneOf('--output', values.output ?? 'text', OUTPUTS);
  return { command: 'fleet', ...readFleetPlace(values), replicas, output };
}

export function readDoctor(args: readonly string[]): DoctorOptions | HelpOptions {
  const { values } = parsed(() => parseArgs({ args: [...args], options: OWN_OPTIONS }), 'hitwatch');
  if (values.help === true) return { command: 'help', about: 'doctor' };
  const output = oneOf('--output', values.output ?? 'text', OUTPUTS);
  return { command: 'doctor', ...readFleetPlace(values), output };
}

function readReplicas(text: string): number {
  if (['1', '3', '5'].includes(text)) return Number(text);
  throw new UsageFailure(
    `--replicas ${JSON.stringify(text)} is no number of copies`,
    'give 1, 3 or 5',
  );
}
