/** Writes a whole number from 0 to 2^53 in decimal and returns where it ends. */
export function writeDecimal(value: number, to: Uint8Array, at: number): number {
  let digits = 1;
  for (let power = 10; power <= value; power *= 10) digits++;
  const end = at + digits;
  let rest = value;
  for (let place = end - 1; place >= at; place--) {
    const tenth = Math.floor(rest / 10);
    to[place] = 48 + (rest - tenth * 10);
    rest = tenth;
  }
  return end;
}

/** Writes a number from 0 to 99 with two digits. */
export function writeTwoDigits(value: number, to: Uint8Array, at: number): void {
  to[at] = 48 + Math.floor(value / 10);
  to[at + 1] = 48 + (value % 10);
}
