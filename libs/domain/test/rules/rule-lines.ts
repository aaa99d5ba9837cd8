import { PARSED, type RecordBatch, type RuleTransition } from '../../src/index.ts';
import { isHit } from '../../src/conditions/hit-fields.ts';
import { plainScanner } from '../scanners.ts';
import { textBlock } from '../text-block.ts';
import { type Access, accessLine } from '../traffic/access-lines.ts';

/** What a test wants a hit to say. */
export interface RuleHit extends Access {
  readonly second: number;
  /** In milliseconds. */
  readonly timeMs?: number;
}

/** A batch of hits, at most as many as one has room for. */
export function batchOf(hits: readonly RuleHit[]): RecordBatch {
  const text = hits.map((hit) => {
    const line = accessLine(hit);
    return hit.timeMs === undefined ? line : `${line} ${(hit.timeMs / 1000).toFixed(3)}`;
  });
  const scanner = plainScanner(1);
  const block = textBlock(`${text.join('\n')}\n`);
  scanner.scan(block, 0, block.length);
  const { batch } = scanner;
  if (batch.size !== hits.length) throw new Error('more hits than a batch has room for');
  for (let line = 0; line < batch.size; line++) {
    if (!isHit(batch, line)) throw new Error(`not ${PARSED}: ${text[line] ?? ''}`);
  }
  return batch;
}

/** `triggered 7`, `recovered 9 /api`: what happened, when, and in which group. */
export function story(transitions: readonly RuleTransition[]): string[] {
  return transitions.map(({ kind, severity, second, group, muted }) => {
    const level = kind === 'recovered' ? '' : ` ${severity}`;
    const of = group === undefined ? '' : ` ${group}`;
    return `${kind}${level} ${String(second)}${of}${muted ? ' (muted)' : ''}`;
  });
}
