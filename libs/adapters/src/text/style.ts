const RESET = '\x1b[0m';

/**
 * Colour with meaning: what is bad is red, what is back is green, what is beside the point is dim.
 */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  bad(text: string): string;
  good(text: string): string;
  accent(text: string): string;
}

export const plainStyle: Style = {
  bold: (text) => text,
  dim: (text) => text,
  bad: (text) => text,
  good: (text) => text,
  accent: (text) => text,
};

export const colourStyle: Style = {
  bold: (text) => `\x1b[1m${text}${RESET}`,
  dim: (text) => `\x1b[2m${text}${RESET}`,
  bad: (text) => `\x1b[1;31m${text}${RESET}`,
  good: (text) => `\x1b[1;32m${text}${RESET}`,
  accent: (text) => `\x1b[36m${text}${RESET}`,
};

/** What decides whether colour is wanted: the stream, and the user's environment. */
export interface ColourSetting {
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Colour only on a terminal that has it; `NO_COLOR` (no-color.org) turns it off, `FORCE_COLOR` on.
 */
export function styleFor({ isTerminal, env }: ColourSetting): Style {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return plainStyle;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced === '0' || forced === 'false' ? plainStyle : colourStyle;
  return isTerminal && env['TERM'] !== 'dumb' ? colourStyle : plainStyle;
}
