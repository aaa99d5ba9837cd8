/** Longer words are no slip of a name that there is. */
const LENGTH_MAX = 40;
const DISTANCE_MAX = 2;

/** The name that was meant, if one is near. */
export function nearName(name: string, known: readonly string[]): string | undefined {
  if (name.length > LENGTH_MAX) return undefined;
  const [nearest] = known
    .map((other) => ({ other, away: distance(name.toLowerCase(), other) }))
    .filter(({ other, away }) => away <= DISTANCE_MAX && away < other.length / 2)
    .sort((a, b) => a.away - b.away);
  return nearest?.other;
}

/** What to do about a name that is not known. */
export function remedyForName(name: string, known: readonly string[]): string {
  const near = nearName(name, known);
  if (near !== undefined) return `did you mean ${near}?`;
  return known.length === 0 ? 'take it away' : `known are ${known.join(', ')}`;
}

/** Levenshtein's, of two short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
