import {
  type AlertToExplain,
  type EvidenceState,
  EvidenceTable,
  type LineCounts,
  type RecordBatch,
  type RollupOptions,
} from '@hitwatch/domain';

import type { FormatChoice } from '../formats.ts';
import type { PartTable } from '../report/part.ts';

/** Which alerts are explained, and how lines are read: plain values. */
export interface EvidenceOptions {
  readonly alerts: readonly AlertToExplain[];
  readonly rollup: RollupOptions;
  readonly formats: FormatChoice;
}

/** Parts of which the hits of alerts' windows are counted. */
export class EvidenceParts implements PartTable<EvidenceState> {
  readonly #table: EvidenceTable;

  constructor({ alerts, rollup }: EvidenceOptions) {
    this.#table = new EvidenceTable(alerts, rollup);
  }

  get lines(): LineCounts {
    return this.#table.lines;
  }

  begin(path: string): void {
    this.#table.clear();
    this.#table.begin(path);
  }

  add(batch: RecordBatch): void {
    this.#table.add(batch);
  }

  state(): EvidenceState {
    return this.#table.state();
  }
}
