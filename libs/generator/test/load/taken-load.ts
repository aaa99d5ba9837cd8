import { Pacer, type PacerOptions } from '../../src/load/pacer.ts';
import type { Load } from '../../src/load/load.ts';

/** All that a load gives when nothing is waited for, as one text of whole lines. */
export async function takeAll(
  load: Load,
  options: Partial<PacerOptions> = {},
): Promise<Uint8Array> {
  const pacer = new Pacer(load, { pacing: 'virtual', ...options });
  const parts: Uint8Array[] = [];
  while (!pacer.done) {
    await pacer.prepare();
    parts.push(pacer.take(0).slice());
  }
  return join(parts);
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
