import {
  type AlertList,
  ChannelSinks,
  effectiveRules,
  type OutletSurroundings,
  planOutlets,
} from '@hitwatch/adapters/configuration';
import type { AlertSink } from '@hitwatch/ports';

import type { Configured } from './configured.ts';
import type { WatchOptions } from './options.ts';
import type { Surroundings } from './surroundings.ts';

type ChannelTools = Pick<OutletSurroundings, 'clock' | 'newSleeper' | 'onNotice'>;

/** The channels of a configuration, and what becomes of them when that is read again. */
export interface Channels {
  /** Opens all as one sink. Throws `UsageFailure` and `EnvironmentFailure`. */
  open(tools: ChannelTools): AlertSink;
  /**
   * Looks whether the channels of another configuration can be opened, and throws as `open` does;
   * the result puts them in place. Secrets are read again; what waits goes on.
   */
  planChange(found: Configured): () => Promise<void>;
}

export function channelsOf(
  found: Configured,
  options: WatchOptions,
  { env, stdout }: Surroundings,
): Channels {
  const lists = new Map<string, AlertList>();
  let sinks: ChannelSinks | undefined;
  let around: OutletSurroundings | undefined;
  return {
    open(tools) {
      const surroundings = { env, terminal: stdout, stateFolder: options.state, lists };
      around = { ...tools, ...surroundings, random: Math.random };
      const outlets = planOutlets(found.configuration.channels, around)();
      return (sinks = new ChannelSinks(outlets, channelsByRule(found, options)));
    },
    planChange(now) {
      if (around === undefined) return () => Promise.resolve();
      const { channels } = now.configuration;
      const open = planOutlets(channels, around);
      return async () => {
        await sinks?.change(Object.keys(channels), open, channelsByRule(now, options));
      };
    },
  };
}

/** Which channels are told of a rule; undefined for all. */
function channelsByRule({ configuration }: Configured, highTraffic: WatchOptions) {
  const names = new Map(
    effectiveRules(configuration.rules, highTraffic).map(({ rule, channels }) => {
      return [rule.name, channels] as const;
    }),
  );
  return (rule: string): readonly string[] | undefined => names.get(rule);
}
