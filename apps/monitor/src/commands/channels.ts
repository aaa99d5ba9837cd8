import {
  EnvironmentFailure,
  Output,
  sanitize,
  SystemClock,
  TimerSleeper,
  UsageFailure,
} from '@hitwatch/adapters';
import {
  type ChannelSection,
  exampleAlert,
  NO_CONFIGURATION,
  openChannel,
  tryMs,
} from '@hitwatch/adapters/configuration';

import type { ChannelsOptions } from '../config-options.ts';
import { configured } from '../configured.ts';
import type { Surroundings } from '../surroundings.ts';

/** `hitwatch channels`: lists them, or tries one. */
export async function channels(
  { test, args }: ChannelsOptions,
  around: Surroundings,
): Promise<void> {
  const { configuration = NO_CONFIGURATION, path } = (await configured(args, around)) ?? {};
  const sections = Object.entries(configuration.channels);
  const output = new Output(around.stdout);
  if (test === undefined) {
    output.write(listText(sections));
  } else {
    const [, section] = sections.find(([name]) => name === test) ?? [];
    if (section === undefined) {
      const names = sections.map(([name]) => name).join(', ');
      const remedy = names === '' ? 'add it under channels:' : `choose one of ${names}`;
      throw new UsageFailure(`there is no channel ${test} in ${path ?? 'a configuration'}`, remedy);
    }
    output.write(await tried(test, section, around));
  }
  await output.flush();
}

function listText(sections: readonly (readonly [string, ChannelSection])[]): string {
  if (sections.length === 0)
    return 'there are no channels; docs/channels.md shows how to add one\n';
  const cells = Math.max(...sections.map(([name]) => name.length));
  return sections.map(([name, { type }]) => `  ${name.padEnd(cells)}  ${type}\n`).join('');
}

/** Sends one alert, and does not try again. Throws `EnvironmentFailure` when it was not taken. */
async function tried(name: string, section: ChannelSection, around: Surroundings): Promise<string> {
  const clock = new SystemClock();
  const channel = openChannel(name, section, { env: around.env, terminal: around.stdout });
  const stop = new AbortController();
  const patience = new TimerSleeper(clock);
  const beganMs = clock.nowMs();
  const tooLong = patience.sleepUntil(beganMs + tryMs(section)).then(() => {
    stop.abort();
    throw new Error('did not take the alert in time');
  });
  try {
    await Promise.race([channel.send(exampleAlert(beganMs), stop.signal), tooLong]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const remedy = 'mend it, or the configuration, and try again';
    throw new EnvironmentFailure('CHANNEL', `channel ${name}: ${why}`, remedy, { cause: error });
  }
  const tookMs = clock.nowMs() - beganMs;
  const said = `channel ${sanitize(name)} (${section.type}) has taken a test alert`;
  return `${said} in ${String(tookMs)} ms\n`;
}
