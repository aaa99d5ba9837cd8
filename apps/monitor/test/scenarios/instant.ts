// Moments of a story, as time since its clock: 00:05, 1:02:03, 00:10.250, -00:30.

export const SECOND_MS = 1000;
const INSTANT = /^(-?)(?:(\d+):)?(\d\d):(\d\d)(?:\.(\d{3}))?$/;

/** Milliseconds since the story's clock. */
export function instantOf(text: string): number {
  const match = INSTANT.exec(text);
  if (match === null)
    throw new Error(`no instant of a story such as 00:05 or 1:02:03.250: ${text}`);
  const [, sign, hours = '0', minutes = '0', seconds = '0', ms = '0'] = match;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === '-' ? -1 : 1) * (whole * SECOND_MS + Number(ms));
}

/** The inverse; parts that are zero are left out. */
export function instantText(ms: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(ms / SECOND_MS);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = ms % SECOND_MS;
  return (
    (hours > 0 ? `${hours}:` : '') +
    `${two(minutes % 60)}:${two(seconds % 60)}` +
    (rest > 0 ? `.${String(rest).padStart(3, '0')}` : '')
  );
}
