import {
  ChannelSinks,
  effectiveRules,
  openOutlets,
  type OutletSurroundings,
} from '@hitwatch/adapters/configuration';
import type { AlertSink } from '@hitwatch/ports';

import type { Configured } from './configured.ts';
import type { WatchOptions } from './options.ts';
import type { Surroundings } from './surroundings.ts';

/** Opens all channels as one sink. Throws `UsageFailure` and `EnvironmentFailure`. */
export type OpenChannels = (
  tools: Pick<OutletSurroundings, 'clock' | 'newSleeper' | 'onNotice'>,
) => AlertSink;

/** How the channels of a configuration are opened; undefined when it has none. */
export function channelsOf(
  { configuration }: Configured,
  { state, ...highTraffic }: WatchOptions,
  { env, stdout }: Surroundings,
): OpenChannels | undefined {
  if (Object.keys(configuration.channels).length === 0) return undefined;
  const names = new Map(
    effectiveRules(configuration.rules, highTraffic).map(({ rule, channels }) => {
      return [rule.name, channels] as const;
    }),
  );
  return (tools) => {
    const around = { ...tools, env, terminal: stdout, stateFolder: state, random: Math.random };
    return new ChannelSinks(openOutlets(configuration.channels, around), (rule) => names.get(rule));
  };
}
