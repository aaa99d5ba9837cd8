import { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes } from '../bytes/hash.ts';
import { encodeText } from '../bytes/text.ts';
import type { RuleTransition } from '../rules/rule-transition.ts';

/**
 * A key under which monitors agree who tells of a transition, of letters, digits, `.` and `-`. Rule
 * and group stand in it as 64 bits of hash: they may be any text.
 */
export function notificationKey({ rule, group, kind, severity, second }: RuleTransition): string {
  const what = new ByteBlock(encodeText(JSON.stringify([rule, group ?? null, severity])));
  const word = (seed: number) =>
    (hashBytes(what, 0, what.length, seed) >>> 0).toString(16).padStart(8, '0');
  return `n.${word(0)}${word(1)}.${String(second)}.${kind}`;
}
