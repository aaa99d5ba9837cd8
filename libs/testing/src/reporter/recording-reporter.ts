import type { MonitorEvent, Reporter } from '@hitwatch/ports';

/** Keeps what it is told. A report after `close` is a mistake of the caller and throws. */
export class RecordingReporter implements Reporter {
  readonly #events: MonitorEvent[] = [];
  #closed = false;

  get events(): readonly MonitorEvent[] {
    return this.#events;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The events of one kind, in order. */
  of<Kind extends MonitorEvent['kind']>(kind: Kind): Extract<MonitorEvent, { kind: Kind }>[] {
    return this.#events.filter(
      (event): event is Extract<MonitorEvent, { kind: Kind }> => event.kind === kind,
    );
  }

  report(event: MonitorEvent): void {
    if (this.#closed) throw new Error(`${event.kind} was reported after close`);
    this.#events.push(event);
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }
}
