import type { Random } from '../random/random.ts';

const FIRST = [
  'amber', 'blue', 'bright', 'calm', 'classic', 'clear', 'copper', 'daily', 'early', 'easy',
  'field', 'first', 'folding', 'fresh', 'garden', 'golden', 'grand', 'green', 'heavy', 'hidden',
  'indoor', 'light', 'little', 'long', 'modern', 'mountain', 'new', 'north', 'open', 'paper',
  'plain', 'quiet', 'red', 'river', 'round', 'silver', 'simple', 'small', 'smart', 'soft',
  'solid', 'spring', 'steel', 'summer', 'travel', 'urban', 'warm', 'white', 'winter', 'wooden',
] as const; // prettier-ignore

const SECOND = [
  'album', 'bag', 'basket', 'bench', 'blanket', 'book', 'bottle', 'bowl', 'box', 'bridge',
  'brush', 'cabinet', 'camera', 'candle', 'chair', 'clock', 'coat', 'cup', 'desk', 'door',
  'engine', 'frame', 'guide', 'hammer', 'house', 'jacket', 'kettle', 'ladder', 'lamp', 'letter',
  'map', 'mirror', 'notebook', 'oven', 'pan', 'pen', 'pillow', 'plan', 'plate', 'radio', 'ring',
  'rope', 'shelf', 'shoes', 'sofa', 'story', 'table', 'tent', 'tool', 'window',
] as const; // prettier-ignore

/** Two words as a path has them: `blue-lamp`. */
export function slug(random: Random): string {
  return `${FIRST[random.below(FIRST.length)] ?? ''}-${SECOND[random.below(SECOND.length)] ?? ''}`;
}
