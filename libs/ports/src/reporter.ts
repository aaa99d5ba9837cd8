import type { MonitorEvent } from './monitor-event.ts';

/** Shows what happens to a person or a program. */
export interface Reporter {
  /** Shows one event; it has left the process, or is buffered in order, when this returns. */
  report(event: MonitorEvent): void;
  /** Resolves when all that was reported has left the process. */
  close(): Promise<void>;
}
