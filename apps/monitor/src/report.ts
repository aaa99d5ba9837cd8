import { type LineParser, Rollup, type RollupOptions, Tally } from '@hitwatch/domain';
import type { LogSource } from '@hitwatch/ports';
import type { TrafficReport } from '@hitwatch/adapters';

/**
 * One pass over a source that ends: each hit counts in its own second, whatever the order of the
 * lines.
 */
export async function readReport(
  source: LogSource,
  newParser: () => LineParser,
  options: RollupOptions,
  top: number,
): Promise<TrafficReport> {
  const rollup = new Rollup(options);
  const tally = new Tally(newParser, rollup);
  for (;;) {
    const event = await source.next(Infinity);
    if (event?.kind === 'block') tally.push(event.stream, event.offset, event.block);
    else if (event?.kind === 'finished') tally.finish(event.stream);
    else if (event?.kind === 'end') break;
  }
  await source.close();
  return { files: tally.files(), traffic: rollup.snapshot(top) };
}
