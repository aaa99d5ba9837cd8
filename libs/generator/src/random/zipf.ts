/**
 * Weights of a Zipf distribution: the item of rank k (from 1) has weight k^-exponent. Requests to
 * web servers follow it with exponents from 0.6 to 1 (Breslau, Cao, Fan, Phillips, Shenker: Web
 * Caching and Zipf-like Distributions, INFOCOM 1999).
 */
export function zipfWeights(count: number, exponent: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => (index + 1) ** -exponent);
}
