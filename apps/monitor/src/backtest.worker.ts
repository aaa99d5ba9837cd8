import { type BacktestWork, evidenceCounter, seriesCounter } from './backtest/counting.ts';
import { answerTasks } from './report/answer-tasks.ts';
import type { PartCounter } from './report/part.ts';

await answerTasks((options): PartCounter<unknown> => {
  const work = options as BacktestWork;
  return work.kind === 'series' ? seriesCounter(work.options) : evidenceCounter(work.options);
});
