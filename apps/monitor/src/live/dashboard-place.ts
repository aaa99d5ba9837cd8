import type { Clock, RollupOptions } from '@hitwatch/domain';
import type { LogSource, Reporter } from '@hitwatch/ports';

import type { WatchOptions } from '../options.ts';
import type { Surroundings } from '../surroundings.ts';
import { Backlog } from './backlog.ts';
import { LiveView } from './live-view.ts';
import type { openDashboard } from './open-dashboard.ts';
import { writeReportFile } from './report-file.ts';
import type { Seat } from './seat.ts';

export interface DashboardPlace {
  readonly seat: Seat;
  /** Loaded only where it is shown. */
  readonly open: typeof openDashboard;
  /** Somebody wants to end the run. */
  readonly onQuit: () => void;
  /** Is told how to give the terminal back at once. */
  readonly onScreen: (restore: () => void) => void;
}

export function newDashboard(
  { seat, open, onQuit, onScreen }: DashboardPlace,
  options: WatchOptions,
  { env }: Surroundings,
  clock: Clock,
  live: () => LiveView,
): Reporter {
  const dashboard = open(options, { seat, live, clock, env, onQuit });
  onScreen(() => {
    dashboard.restore();
  });
  return dashboard;
}

export function newLiveView(
  { everyMs, top }: WatchOptions,
  { env }: Surroundings,
  ports: { readonly clock: Clock; readonly source: LogSource; readonly rollup: RollupOptions },
): LiveView {
  const { clock, source, rollup } = ports;
  const backlog = new Backlog(source, clock);
  return new LiveView({
    ...{ clock, rollup, everyMs },
    behindBytes: () => backlog.bytes,
    writeReport: (files, traffic) =>
      writeReportFile(files, traffic, { top, nowMs: clock.nowMs(), folder: process.cwd(), env }),
  });
}
