/** How far a product of two decimals may lie from a whole number that it stands for. */
const ROUNDING = 1e-9;

/** What a window says at the end of a second. */
export type Reading =
  /** The value is a fraction, so that whole numbers are compared and never a rounded average. */
  | { readonly kind: 'value'; readonly numerator: number; readonly divisor: number }
  /** There is nothing to look at. */
  | { readonly kind: 'none' }
  /** Too little to judge: fewer hits than the rule asks for, or a window that is not full yet. */
  | { readonly kind: 'unjudged' };

export const NOTHING: Reading = { kind: 'none' };
export const UNJUDGED: Reading = { kind: 'unjudged' };

export function reading(numerator: number, divisor: number): Reading {
  return { kind: 'value', numerator, divisor };
}

/** -1, 0 or 1: whether a fraction is below, at or above a threshold. */
export function compareFraction(numerator: number, divisor: number, threshold: number): number {
  const product = threshold * divisor;
  const whole = Math.round(product);
  // 0.07 * 100 is 7.000000000000001, and 7 hits are not below it.
  const isWhole = whole > 0 && Math.abs(product - whole) <= ROUNDING * Math.max(1, product);
  return Math.sign(numerator - (isWhole ? whole : product));
}
