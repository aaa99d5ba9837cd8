import { workerData } from 'node:worker_threads';

import { answerTasks } from './report/answer-tasks.ts';
import { type CountOptions, rollupCounter } from './report/rollup-parts.ts';

// Given by the crew.
answerTasks(rollupCounter(workerData as CountOptions));
