import { answerTasks } from './report/answer-tasks.ts';
import { rollupCounter } from './report/rollup-parts.ts';

await answerTasks(rollupCounter);
