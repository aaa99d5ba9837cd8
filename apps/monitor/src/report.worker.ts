import { answerTasks } from './report/answer-tasks.ts';
import { type CountOptions, rollupCounter } from './report/rollup-parts.ts';

await answerTasks((options) => rollupCounter(options as CountOptions));
