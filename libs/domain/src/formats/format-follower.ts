import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { DIRECTIVE, PARSED, Unparsed } from '../parser/unparsed-reason.ts';
import {
  type Candidate,
  candidatesOf,
  type Detection,
  detectFormat,
  type Opener,
  openersOf,
  wrapped,
} from './detect-format.ts';
import { ENVELOPE_KINDS, type EnvelopeKind } from './envelope.ts';
import type { FormatContext, FormatParser } from './format-parser.ts';
import { LookCounts } from './look-counts.ts';
import { RecordFields } from './record-fields.ts';
import { type FormatProbe, PROBES } from './registry.ts';

/** Formats that one file is believed to mix. */
const FORMATS_MAX = 3;
/** Lines in a row that another format of the file has to parse to be asked first. */
const STREAK = 8;
/**
 * To look at a line for another format costs as much as parsing a hundred. So many unparsed lines
 * are looked at, and one more for so many that are parsed: rare junk and the first line of a change
 * always are, and a log that is half junk does not become slow.
 */
const LOOKS_MAX = 16;
const PARSED_FOR_A_LOOK = 256;
/** In a row of unparsed lines every so manieth is looked at whatever was spent. */
const LOOK_EVERY = 64;

const LF = 10;
const CR = 13;

interface KnownFormat {
  readonly name: string;
  readonly parser: FormatParser;
  readonly looks: LookCounts;
  /** Lines in a row that it has parsed when the format before it did not. */
  streak: number;
}

/**
 * Parses the lines of one file in whatever formats they are. The first line decides together with
 * those that follow it in its block; a line that does not fit is tried in the other formats that
 * the file is known to have, and now and then in all there are. So a file that changes its format
 * or mixes two of them is parsed in full, and a line of junk costs little.
 */
export class FormatFollower implements FormatParser {
  failedAt = 0;
  looksLike: string | undefined;
  readonly fields = new RecordFields();
  readonly #context: FormatContext;
  readonly #probes: readonly FormatProbe[];
  readonly #head: (() => ByteBlock | undefined) | undefined;
  readonly #candidates: readonly Candidate[];
  readonly #known: KnownFormat[] = [];
  #unparsedRun = 0;
  /** How many unparsed lines may still be looked at. */
  #looksLeft = LOOKS_MAX;
  #parsed = 0;
  /** They tell whether a line is wrapped; made when the first line fits no format. */
  #openers: readonly Opener[] | undefined;
  #detection: Detection | undefined;

  /**
   * With `probes`, only these formats are looked for: that of `--format`. `head` gives the first
   * lines of a file whose lines do not begin there, and is asked once, when the first one comes.
   */
  constructor(
    context: FormatContext,
    probes: readonly FormatProbe[] = PROBES,
    head?: () => ByteBlock | undefined,
  ) {
    this.#context = context;
    this.#probes = probes;
    this.#head = head;
    this.#candidates = candidatesOf(probes, ENVELOPE_KINDS);
  }

  /** What the first lines were found to be; undefined before the first line. */
  get detection(): Detection | undefined {
    return this.#detection;
  }

  /** Name of the format that most lines have had, or undefined before the first one that fits. */
  get format(): string | undefined {
    const [most] = [...this.#known].sort((one, other) => other.looks.total - one.looks.total);
    return most?.looks.name ?? this.#detection?.format;
  }

  /** Names of all formats that lines have had, the most frequent first. */
  get formats(): readonly string[] {
    const sorted = [...this.#known].sort((one, other) => other.looks.total - one.looks.total);
    return sorted.flatMap(({ looks }) => looks.name ?? []);
  }

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    if (this.#detection === undefined) this.#begin(block, start, end, record);
    const known = this.#known;
    let first: number = start === end ? Unparsed.empty : Unparsed.noFit;
    for (let index = 0; index < known.length; index++) {
      const format = known[index]!; // index < known.length
      const reason = format.parser.parse(block, start, end, record);
      if (reason === PARSED || reason === DIRECTIVE) {
        if (reason === PARSED) this.#look(format);
        this.#unparsedRun = 0;
        if (++this.#parsed % PARSED_FOR_A_LOOK === 0 && this.#looksLeft < LOOKS_MAX) {
          this.#looksLeft++;
        }
        if (index > 0 && ++format.streak > STREAK) this.#moveToFront(index);
        return reason;
      }
      if (index === 0) {
        first = reason;
        this.failedAt = format.parser.failedAt;
      } else format.streak = 0;
    }
    // An empty line or one of NULs says nothing about the format.
    if (first === Unparsed.empty || first === Unparsed.nul) return first;
    return this.#learn(block, start, end, record) ?? first;
  }

  /**
   * Reads the first lines of a file whose lines are parsed elsewhere, in other parts of it, so that
   * this one knows their format and the directives that they hold.
   */
  prime(block: ByteBlock, start: number, end: number, record: AccessRecord): void {
    this.#detect(block, start, end);
    const { octets } = block;
    for (let from = start; from < end;) {
      const lf = octets.indexOf(LF, from);
      const to = lf < 0 || lf > end ? end : lf;
      const last = to > from && octets[to - 1] === CR ? to - 1 : to;
      this.#known[0]?.parser.parse(block, from, last, record);
      from = to + 1;
    }
  }

  assume(format: string): boolean {
    const probe = this.#probes.find(({ name }) => name === format);
    if (probe === undefined) return false;
    const newParser = probe.newParser.bind(probe);
    const guess = { format, envelope: undefined, confidence: 0, lines: 0, guesses: [] };
    this.#detection = { ...guess, newParser };
    this.#add(format, newParser(this.#context));
    return true;
  }

  #begin(block: ByteBlock, start: number, end: number, record: AccessRecord): void {
    const head = this.#head?.();
    if (head !== undefined && head.length > 0) this.prime(head, 0, head.length, record);
    if (this.#known.length === 0) this.#detect(block, start, end);
    // What was chosen is the format, also of a line that does not fit: it says why not.
    const [only, ...others] = this.#probes;
    if (this.#known.length > 0 || only === undefined || others.length > 0) return;
    this.#add(only.name, only.newParser(this.#context));
  }

  #detect(block: ByteBlock, start: number, end: number): void {
    const { octets } = block;
    // The lines behind it may be looked at when they are whole; a line that was put together from
    // two blocks stands in a block of its own, with remains of others behind it.
    const isFollowed = octets[end] === LF || (octets[end] === CR && octets[end + 1] === LF);
    const limit = isFollowed ? Math.max(octets.lastIndexOf(LF), end) : end;
    const { length } = octets;
    let detection = this.#detectIn(block, start, limit);
    // The last line of a block may be cut off, and is used only when there is nothing better.
    if (isFollowed && detection.confidence === 0) detection = this.#detectIn(block, start, length);
    this.#detection = detection;
    const { newParser, format } = detection;
    if (newParser !== undefined) this.#add(format ?? '', newParser(this.#context));
  }

  #detectIn(block: ByteBlock, start: number, end: number): Detection {
    return detectFormat(block, start, end, this.#context, this.#probes);
  }

  /** Tries every format on one line and keeps the first that fits; undefined when none does. */
  #learn(block: ByteBlock, start: number, end: number, record: AccessRecord): number | undefined {
    const isDue = ++this.#unparsedRun % LOOK_EVERY === 0;
    if (!isDue && this.#looksLeft === 0) return undefined;
    if (this.#looksLeft > 0) this.#looksLeft--;
    this.#openers ??= openersOf(this.#context);
    const opened = this.#openers.filter(({ opener }) => opener.opens(block, start, end));
    for (const { probe, envelope } of this.#candidates) {
      const fits = envelope === undefined || opened.some(({ kind }) => kind === envelope);
      if (!fits) continue;
      const reason = this.#tryProbe(probe, envelope, block, start, end, record);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  #tryProbe(
    probe: FormatProbe,
    envelope: EnvelopeKind | undefined,
    block: ByteBlock,
    start: number,
    end: number,
    record: AccessRecord,
  ): number | undefined {
    const parser = wrapped(probe, envelope, this.#context);
    const reason = parser.parse(block, start, end, record);
    if (reason !== PARSED && reason !== DIRECTIVE) return undefined;
    const format = this.#add(probe.name, parser);
    if (reason === PARSED) this.#look(format);
    this.#unparsedRun = 0;
    this.#looksLeft = LOOKS_MAX;
    return reason;
  }

  #look({ name, parser, looks }: KnownFormat): void {
    this.looksLike = parser.looksLike ?? name;
    looks.add(this.looksLike);
  }

  #add(name: string, parser: FormatParser): KnownFormat {
    const format = { name, parser, looks: new LookCounts(), streak: 0 };
    if (this.#known.length === FORMATS_MAX) this.#known.pop();
    this.#known.push(format);
    return format;
  }

  #moveToFront(index: number): void {
    const [format] = this.#known.splice(index, 1);
    if (format === undefined) return;
    format.streak = 0;
    this.#known.unshift(format);
  }
}
