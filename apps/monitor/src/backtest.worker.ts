import { type BacktestWork, evidenceCounter, seriesCounter } from './backtest/counting.ts';
import { answerTasks } from './report/answer-tasks.ts';
import type { PartCounter } from './report/part.ts';

await answerTasks<BacktestWork, unknown>((work): PartCounter<unknown> =>
  work.kind === 'series' ? seriesCounter(work.options) : evidenceCounter(work.options),
);
