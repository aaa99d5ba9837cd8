import type { AlertTransition } from '@hitwatch/domain';

/** An alert that triggered at the given epoch second; recovery and figures as wanted. */
export function transition(
  second: number,
  figures: Partial<Omit<AlertTransition, 'second'>> = {},
): AlertTransition {
  return {
    rule: 'high-traffic',
    state: 'triggered',
    hits: 1201,
    windowSeconds: 120,
    threshold: 10,
    second,
    ...figures,
  };
}

/** `count` transitions, by turns triggered and recovered, a minute apart. */
export function transitions(count: number, firstSecond = 1_767_323_045): AlertTransition[] {
  return Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? transition(firstSecond + index * 60)
      : transition(firstSecond + index * 60, { state: 'recovered', hits: 1199 }),
  );
}
