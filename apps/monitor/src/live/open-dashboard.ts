import {
  backgroundOf,
  colourDepth,
  Dashboard,
  glyphsFor,
  ProcessTerminal,
} from '@hitwatch/adapters/views';
import type { Clock } from '@hitwatch/domain';
import type { LiveTraffic } from '@hitwatch/ports';

import type { WatchOptions } from '../options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Seat } from './seat.ts';

export interface DashboardSetting {
  readonly seat: Seat;
  readonly live: () => LiveTraffic;
  readonly clock: Clock;
  readonly env: Surroundings['env'];
  readonly onQuit: () => void;
}

export function openDashboard(
  { zone }: Pick<WatchOptions, 'zone'>,
  { seat, live, clock, env, onQuit }: DashboardSetting,
): Dashboard {
  return new Dashboard({
    terminal: new ProcessTerminal(seat.stdin, seat.stdout),
    ...{ live, clock, zone, onQuit },
    glyphs: glyphsFor(env),
    depth: colourDepth(env),
    background: backgroundOf(env),
  });
}
