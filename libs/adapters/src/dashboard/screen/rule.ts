import type { Frame } from './frame.ts';
import type { Region } from './layout.ts';
import { Role } from './role.ts';
import type { Glyphs } from './theme.ts';

/** ` title ─────────── hint `: the first row of a part of the screen. */
export function drawRule(
  frame: Frame,
  { top, left, columns }: Pick<Region, 'top' | 'left' | 'columns'>,
  title: string,
  hint: string,
  glyphs: Glyphs,
): void {
  const used = frame.put(top, left + 1, columns - 2, title, Role.title);
  const end = hint === '' ? left + columns - 1 : left + columns - hint.length - 2;
  frame.fill(top, left + used + 2, end - left - used - 2, glyphs.rule, Role.rule);
  if (hint !== '' && end > left + used + 2) {
    frame.put(top, end + 1, hint.length, hint, Role.dim);
  }
}
