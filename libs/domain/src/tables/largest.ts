/**
 * Which of some numbers are the `count` largest, as a 1 for each of them. Of equals those of lowest
 * rank; `rankOf` is asked only for numbers of which some stay and some go. Sets `next` to the
 * largest number that goes, or -Infinity when all stay.
 */
export function largest(
  numbers: Float64Array,
  count: number,
  rankOf: (index: number) => number,
): { readonly stays: Uint8Array; readonly next: number } {
  const stays = new Uint8Array(numbers.length).fill(1);
  if (numbers.length <= count) return { stays, next: -Infinity };
  const sorted = sortedCopy(numbers);
  const first = sorted.length - count;
  const least = sorted[first] ?? Infinity;
  const next = sorted[first - 1] ?? -Infinity;
  const last = sorted.lastIndexOf(least) + 1;
  const room = last - first;
  const ranks = new Float64Array(next === least ? last - sorted.indexOf(least) : 0);
  let tied = 0;
  for (let index = 0; index < numbers.length; index++) {
    if (numbers[index]! < least)
      stays[index] = 0; // index < length, here and below
    else if (next === least && numbers[index] === least) ranks[tied++] = rankOf(index);
  }
  if (tied === 0) return { stays, next };
  const highest = sortedCopy(ranks)[room - 1] ?? -Infinity;
  let left = room - ranks.reduce((sum, rank) => sum + (rank < highest ? 1 : 0), 0);
  tied = 0;
  for (let index = 0; index < numbers.length; index++) {
    if (numbers[index] !== least) continue;
    const rank = ranks[tied++]!; // in the order of above
    if (rank > highest || (rank === highest && left-- <= 0)) stays[index] = 0;
  }
  return { stays, next };
}

// Used again and again: a megabyte each time a table needs it would be more than the tables.
let copied = new Float64Array(0);

/** Ascending; valid until the next one is made. */
export function sortedCopy(numbers: Float64Array): Float64Array {
  if (copied.length < numbers.length) copied = new Float64Array(numbers.length * 2);
  const copy = copied.subarray(0, numbers.length);
  copy.set(numbers);
  return copy.sort();
}

/** From here on it is quicker to sort all than to insert one by one. */
const INSERTED_MAX = 1000;

/** The first `count` of the numbers 0 to `size` - 1 in an order. */
export function firstOf(
  size: number,
  count: number,
  order: (a: number, b: number) => number,
): number[] {
  if (count >= size || count > INSERTED_MAX) {
    return Array.from({ length: size }, (_, id) => id)
      .sort(order)
      .slice(0, count);
  }
  const first: number[] = [];
  for (let id = 0; id < size; id++) {
    let at = first.length;
    while (at > 0 && order(id, first[at - 1]!) < 0) at--; // at > 0
    if (at === count) continue;
    first.splice(at, 0, id);
    if (first.length > count) first.pop();
  }
  return first;
}
