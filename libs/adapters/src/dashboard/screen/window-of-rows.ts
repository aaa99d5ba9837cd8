/** The first of `room` rows that are shown, so that the one under the cursor is among them. */
export function firstShown(at: number | undefined, rows: number, room: number): number {
  if (at === undefined || room < 1) return 0;
  const middle = at - Math.floor(room / 2);
  return Math.max(0, Math.min(at < room ? 0 : middle, rows - room));
}
