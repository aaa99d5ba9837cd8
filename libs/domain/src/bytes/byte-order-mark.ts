const MARK = [0xef, 0xbb, 0xbf];

/**
 * Where the text begins that may stand behind a byte order mark of UTF-8 at `at`: editors and
 * PowerShell put one in front of a file, and it is no part of its first line.
 */
export function behindMark(octets: Uint8Array, at = 0): number {
  const isThere = MARK.every((octet, index) => octets[at + index] === octet);
  return isThere ? at + MARK.length : at;
}
