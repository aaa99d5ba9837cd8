import type { AlertChange, Clock } from '@hitwatch/domain';
import type { AlertSink, Notice } from '@hitwatch/ports';

const RETRY_MS = 1000;

/**
 * Brings alerts to all sinks. One that fails is told once and does not stop the others; what it
 * keeps is tried again each second, and it is told when that is through.
 */
export class AlertDelivery {
  readonly #sinks: readonly AlertSink[];
  readonly #clock: Clock;
  readonly #tell: (notice: Notice) => void;
  /** What was told last of those that fail. */
  readonly #failing = new Map<AlertSink, string>();
  #nextRetryMs = -Infinity;

  constructor(sinks: readonly AlertSink[], clock: Clock, tell: (notice: Notice) => void) {
    this.#sinks = sinks;
    this.#clock = clock;
    this.#tell = tell;
  }

  /** What is muted goes into the records only. */
  async deliver(change: AlertChange): Promise<void> {
    const sinks = this.#sinks.filter(({ isRecord }) => isRecord || !change.muted);
    for (const sink of sinks) await this.#guarded(sink, () => sink.deliver(change));
  }

  /** Gives those that have something waiting another chance, if it is time. */
  async retry(): Promise<void> {
    const waiting = this.#sinks.filter((sink) => sink.waiting > 0);
    if (waiting.length === 0) return;
    const nowMs = this.#clock.nowMs();
    this.#nextRetryMs = Math.min(this.#nextRetryMs, nowMs + RETRY_MS);
    if (nowMs < this.#nextRetryMs) return;
    this.#nextRetryMs = nowMs + RETRY_MS;
    for (const sink of waiting) await this.#guarded(sink, () => sink.retry());
  }

  async close(): Promise<void> {
    for (const sink of this.#sinks) await this.#guarded(sink, () => sink.close());
  }

  async #guarded(sink: AlertSink, work: () => Promise<void>): Promise<void> {
    const { waiting } = sink;
    try {
      await work();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // What is not kept is lost, and each loss is told.
      if (sink.waiting > 0 && this.#failing.get(sink) === message) return;
      if (sink.waiting > 0) this.#failing.set(sink, message);
      this.#tell({ code: 'alert_sink_failed', message });
      return;
    }
    if (!this.#failing.delete(sink)) return;
    const alerts = waiting === 1 ? '1 alert' : `${String(waiting)} alerts`;
    const message = `${sink.name}: is written again, with ${alerts} that waited`;
    this.#tell({ code: 'alert_sink_recovered', message });
  }
}
