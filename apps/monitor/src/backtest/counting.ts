import type { EvidenceState, SeriesTableState } from '@hitwatch/domain';

import type { Counting } from '../report/crew.ts';
import { PartCounter } from '../report/part.ts';
import { type EvidenceOptions, EvidenceParts } from './evidence-parts.ts';
import { type SeriesOptions, SeriesParts } from './series-parts.ts';

/** What a worker of a backtest is to do: plain values. */
export type BacktestWork =
  | { readonly kind: 'series'; readonly options: SeriesOptions }
  | { readonly kind: 'evidence'; readonly options: EvidenceOptions };

const WORKER = 'backtest';

/** The first pass: what the rules look at. */
export function seriesCounting(options: SeriesOptions): Counting<SeriesTableState> {
  const work: BacktestWork = { kind: 'series', options };
  return { newCounter: () => seriesCounter(options), worker: WORKER, options: work };
}

export function seriesCounter(options: SeriesOptions): PartCounter<SeriesTableState> {
  return new PartCounter(new SeriesParts(options), options);
}

/** The second one: what drove the alerts. */
export function evidenceCounting(options: EvidenceOptions): Counting<EvidenceState> {
  const work: BacktestWork = { kind: 'evidence', options };
  return { newCounter: () => evidenceCounter(options), worker: WORKER, options: work };
}

export function evidenceCounter(options: EvidenceOptions): PartCounter<EvidenceState> {
  const { rollup, formats } = options;
  return new PartCounter(new EvidenceParts(options), { seed: rollup.seed, formats });
}
