import { workerData } from 'node:worker_threads';

import { type BacktestWork, evidenceCounter, seriesCounter } from './backtest/counting.ts';
import { answerTasks } from './report/answer-tasks.ts';

// Given by the crew.
const work = workerData as BacktestWork;
if (work.kind === 'series') answerTasks(seriesCounter(work.options));
else answerTasks(evidenceCounter(work.options));
