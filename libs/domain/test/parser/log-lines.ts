import { readFileSync } from 'node:fs';
import fc from 'fast-check';

export interface PeerCase {
  /** Its number in the collection that it was taken from. */
  readonly id: number;
  readonly source: string;
  readonly line: string;
  /** What the peer's own test expects, or nothing where it expects the line to be refused. */
  readonly expected?: Readonly<Record<string, string | number | null>>;
  readonly reject?: true;
  readonly note?: string;
}

export function peerCases(): PeerCase[] {
  const text = readFileSync(new URL('./clf-cases.jsonl', import.meta.url), 'utf8');
  // The file is our own, so its shape is known.
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as PeerCase);
}

/** Lines that servers have written, as strings of one character a byte. */
export const REAL_LINES = peerCases().map(({ line }) => Buffer.from(line).toString('latin1'));

const anyByte = fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte));
/** Bytes of every meaning that a log line knows, and a few of none. */
const meaningfulByte = fc.constantFrom(...Array.from(' \t"\\[]-:/.,?#*0259aGP\0\r\x16\xff'));

export const anyBytes = fc.string({ unit: fc.oneof(anyByte, meaningfulByte), maxLength: 300 });

const blank = fc.oneof(
  { weight: 12, arbitrary: fc.constant(' ') },
  { weight: 1, arbitrary: fc.constantFrom('\t', '  ', ' \t ', '') },
);
const address = fc.oneof(fc.ipV4(), fc.ipV6());
const host = fc.oneof(
  { weight: 3, arbitrary: address },
  fc.constantFrom('web-01.example.com', '-', 'unix:', '1.2.3', '1.2.3.4:80', 'be:ef', '...', '::'),
  fc.constantFrom('10.0.0.2,', ',', '"10.1.1.1,', '[::1]', 'caf\xc3\xa9', 'a,b', '-,'),
);
const ident = fc.constantFrom('-', '-', '-', '-', 'ident', '1.2.3.4', '::1', 'x,');
const user = fc.constantFrom('-', '-', 'frank', 'Ann Lee', '- -', '[x]', 'a"b', '"', 'x@y.z', '');
const client = fc
  .tuple(fc.option(host, { nil: '', freq: 3 }), host, ident, user, blank)
  .map(([vhost, ...rest]) => (vhost === '' ? rest : [vhost, ...rest]))
  .chain((words) => fc.tuple(...words.map((word) => blank.map((gap) => word + gap))))
  .map((words) => words.join(''));

const validTime = fc
  .tuple(
    fc.integer({ min: 1, max: 28 }).map((day) => String(day).padStart(2, '0')),
    fc.constantFrom('Jan', 'Feb', 'Jun', 'Dec'),
    fc.integer({ min: 1970, max: 2100 }),
    fc.constantFrom('00:00:00', '23:59:59', '12:34:56', '23:59:60'),
    fc.constantFrom('+0000', '-0700', '+0530', '-0001'),
  )
  .map(([day, month, year, time, zone]) => `[${day}/${month}/${year}:${time} ${zone}]`);
const invalidTime = fc.constantFrom(
  '[31/Feb/2024:00:00:00 +0000]',
  '[29/Feb/2023:00:00:00 +0000]',
  '[01/jan/2024:00:00:00 +0000]',
  '[01/Jan/1969:00:00:00 +0000]',
  '[01/Jan/2024:24:00:00 +0000]',
  '[01/Jan/2024:00:00:00 Z0000]',
  '[xx/xxx/xxxx:xx:xx:xx xxxxx]',
  '[2024-01-01T00:00:00+00:00]',
  '[01/Jan/2024 00:00:00]',
  '-',
);
const time = fc.oneof(
  { weight: 12, arbitrary: validTime },
  { weight: 1, arbitrary: invalidTime },
  { weight: 1, arbitrary: fc.tuple(validTime, validTime).map(([one, two]) => `${one} ${two}`) },
);

const method = fc.constantFrom('GET', 'POST', 'get', 'M-SEARCH', '-', '', 'G\\x00', 'A'.repeat(33));
const target = fc.oneof(
  fc.webPath(),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    '/',
    '//x',
    '/a b/c',
    '*',
    'host:443',
    'a/b',
    '?x',
    '#',
    '',
    'http://',
    'x://y?z',
  ),
  fc.constantFrom('/a"b', '/a\\"b', '/a" 200 5', '/\\', '/a\tb', '/"" 404 - x', '/\xff\x80'),
);
const protocol = fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/2.0', 'HTTP/', 'http/1.1', '', 'x');
const gap = fc.constantFrom(' ', ' ', ' ', '  ', '');
const request = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(method, gap, target, gap, protocol).map((parts) => parts.join('')),
  },
  fc.constantFrom('-', '', ' ', '\\x16\\x03\\x01', '\x16\x03\x01\0', '\\"', '\\', '"', '" "'),
);
const closing = fc.oneof(
  { weight: 20, arbitrary: fc.constant('"') },
  { weight: 2, arbitrary: fc.constantFrom('', '\\"', "'") },
);
const status = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 100, max: 999 }).map(String) },
  fc.constantFrom('-', '-', '099', '20', '2000', '2xx', '', '000'),
);
const size = fc.oneof(
  { weight: 4, arbitrary: fc.nat().map(String) },
  fc.constantFrom('-', '-', '', '-5', '12x', '9'.repeat(15), '9'.repeat(16), '0'.repeat(15)),
);
const quoted = fc
  .oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('-', '', 'http://a/b?c="d"', 'M \\"x\\" y', 'a" b', 'x\\', '\\\\', 'q"'),
  )
  .map((text) => `"${text}"`);
const extra = fc.oneof(
  { weight: 4, arbitrary: quoted },
  fc.constantFrom('-', '12', '0.002', 'a"b', '"open', '[x]', '\\"', '\r', '2ms'),
);
const extras = fc.array(extra, { maxLength: 5 });

/** Lines that nearly are what a server writes, every part of them sometimes wrong. */
export const generatedLines = fc
  .tuple(client, time, request, closing, status, size, extras, blank, blank, blank, blank)
  .map(([client, time, request, closing, status, size, extras, ...[a, b, c, d]]) =>
    [
      client,
      time,
      a,
      `"${request}${closing}`,
      b,
      status,
      c,
      size,
      ...extras.flatMap((x) => [d, x]),
    ].join(''),
  );

const edit = fc.record({
  kind: fc.constantFrom('flip', 'delete', 'insert', 'truncate', 'behead', 'repeat'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  byte: fc.oneof(anyByte, meaningfulByte),
  length: fc.integer({ min: 1, max: 12 }),
});

/** Real lines after a few accidents. */
export const damagedLines = fc
  .tuple(fc.constantFrom(...REAL_LINES), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([line, edits]) =>
    edits.reduce((text, { kind, at, byte, length }) => {
      const from = Math.floor(at * text.length);
      const before = text.slice(0, from);
      if (kind === 'flip') return before + byte + text.slice(from + 1);
      if (kind === 'delete') return before + text.slice(from + length);
      if (kind === 'insert') return before + byte + text.slice(from);
      if (kind === 'repeat') return text.slice(0, from + length) + text.slice(from);
      return kind === 'truncate' ? before : text.slice(from);
    }, line),
  );
