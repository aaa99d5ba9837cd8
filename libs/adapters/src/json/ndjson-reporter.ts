import type { MonitorEvent, Reporter } from '@hitwatch/ports';

import type { Output } from '../streams/output.ts';
import { eventObject } from './documents.ts';
import { encodeJson } from './encode.ts';

/** Writes one JSON object a line for each event, as it happens: for programs. */
export class NdjsonReporter implements Reporter {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  report(event: MonitorEvent): void {
    this.#output.write(`${encodeJson(eventObject(event))}\n`);
  }

  close(): Promise<void> {
    return this.#output.flush();
  }
}
