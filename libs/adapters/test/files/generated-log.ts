import fc from 'fast-check';

/** A line of a log; with no second it is one that cannot be parsed. */
export interface GeneratedLine {
  readonly offset: number;
  /** Of the line behind it. */
  readonly end: number;
  readonly second: number | undefined;
}

export interface GeneratedLog {
  readonly text: string;
  /** Those that end in LF. */
  readonly lines: readonly GeneratedLine[];
}

/** What one line is to be like. */
export interface LineShape {
  readonly secondsLater: number;
  readonly padding: number;
  readonly parsable: boolean;
}

export const START_SECOND = 1_767_323_045;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function clfLine(second: number, padding = 0): string {
  // 2026-01-02T03:04:05.000Z
  const [year = '', month = '', rest = ''] = new Date(second * 1000).toISOString().split('-');
  const [day = '', time = ''] = rest.split('T');
  const stamp = `${day}/${MONTHS[Number(month) - 1] ?? ''}/${year}:${time.slice(0, 8)} +0000`;
  return `192.0.2.1 - - [${stamp}] "GET /${'p'.repeat(padding)} HTTP/1.1" 200 12\n`;
}

/** `late` is by how much each line may be late; `unfinished` stands behind the last LF. */
export function generateLog(
  shapes: readonly LineShape[],
  late: (line: number) => number = () => 0,
  unfinished = '',
): GeneratedLog {
  const lines: GeneratedLine[] = [];
  const texts: string[] = [];
  let second = START_SECOND;
  let offset = 0;
  shapes.forEach(({ secondsLater, padding, parsable }, index) => {
    second += secondsLater;
    const stated = second - late(index);
    const text = parsable ? clfLine(stated, padding) : `no log line ${'x'.repeat(padding)}\n`;
    lines.push({ offset, end: offset + text.length, second: parsable ? stated : undefined });
    texts.push(text);
    offset += text.length;
  });
  return { text: texts.join('') + unfinished, lines };
}

/** A search by looking at every line. */
export function newestSecond({ lines }: GeneratedLog): number | undefined {
  const seconds = lines.flatMap(({ second }) => second ?? []);
  return seconds.length === 0 ? undefined : Math.max(...seconds);
}

const shapeOf = (padding: fc.Arbitrary<number>, parsable: fc.Arbitrary<boolean>) =>
  fc.record({
    secondsLater: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(40)),
    padding,
    parsable,
  });

const always = fc.constant(true);

/** Logs from empty to more than ten probes long, in the order of time. */
export const tidyShapes: fc.Arbitrary<readonly LineShape[]> = fc.oneof(
  fc.array(shapeOf(fc.nat(50), always), { maxLength: 5 }),
  fc.array(shapeOf(fc.nat(300), always), { maxLength: 2000, size: 'max' }),
  fc.array(shapeOf(fc.nat(9000), always), { maxLength: 200, size: 'max' }),
);

/** The same with lines that cannot be parsed, and with some that are longer than any probe. */
export const untidyShapes: fc.Arbitrary<readonly LineShape[]> = fc.oneof(
  fc.array(shapeOf(fc.nat(2000), fc.boolean()), { maxLength: 400, size: 'max' }),
  fc.array(
    shapeOf(
      fc.oneof(
        { weight: 20, arbitrary: fc.nat(3000) },
        { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 70_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: 125_000, max: 300_000 }) },
      ),
      fc.oneof({ weight: 5, arbitrary: always }, fc.boolean()),
    ),
    { maxLength: 150, size: 'max' },
  ),
);
