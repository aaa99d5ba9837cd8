import type { ByteBlock } from '../bytes/byte-block.ts';
import { AccessRecord } from '../parser/access-record.ts';
import { DIRECTIVE, PARSED, UNPARSED_REASONS } from '../parser/unparsed-reason.ts';
import { ClfLines } from './clf-lines.ts';
import { ENVELOPE_KINDS, type EnvelopeKind, EnvelopeParser } from './envelope.ts';
import type { FormatContext, FormatParser } from './format-parser.ts';
import { LookCounts } from './look-counts.ts';
import { type FormatProbe, PROBES } from './registry.ts';
import { isDirective } from './w3c-parser.ts';

/** How much of a file is looked at. */
const LINES_MAX = 64;
const BYTES_MAX = 1 << 16;
const GUESSES_MAX = 3;
/**
 * A more specific format is taken for a file of which it parses this share of the lines that a more
 * tolerant one parses.
 */
const SPECIFIC_SHARE = 0.6;
/** A wrapper is tried when it is around this share of the lines. */
const WRAPPED_SHARE = 0.3;

const LF = 10;
const CR = 13;

/** How well a format fits the first lines of a file. */
export interface FormatGuess {
  /** Name of the format; where no line fits, of the first one that its parser serves. */
  readonly format: string;
  /** What stands around each line. */
  readonly envelope: EnvelopeKind | undefined;
  readonly parsed: number;
  /** The first line that did not fit, or undefined where all did. */
  readonly failure: FormatFailure | undefined;
}

export interface FormatFailure {
  /** From 1, among the lines that were looked at. */
  readonly line: number;
  /** From 1, in bytes: the first column at which the line does not fit. */
  readonly column: number;
  /** A name of `UNPARSED_REASONS`. */
  readonly reason: string;
}

export interface Detection {
  /** Name of the format, undefined when no format fits any line. */
  readonly format: string | undefined;
  readonly envelope: EnvelopeKind | undefined;
  /**
   * Between 0 and 1: the rule of succession, (parsed + 1) / (lines + 2), so that few lines are not
   * much to go by; 0 when no line fits.
   */
  readonly confidence: number;
  /** Lines that were looked at, directives and empty ones not counted. */
  readonly lines: number;
  /** The best three, best first; the first one is the format where there is one. */
  readonly guesses: readonly FormatGuess[];
  /** A fresh parser of the format, wrapper included, or undefined. */
  readonly newParser: ((context: FormatContext) => FormatParser) | undefined;
}

/** Where the lines of a block are: pairs of start and end. */
type Lines = readonly (readonly [start: number, end: number])[];

interface Trial {
  readonly probe: FormatProbe;
  readonly envelope: EnvelopeKind | undefined;
  readonly looks: LookCounts;
  readonly parsed: number;
  /** Whether a line said which fields the others have. */
  readonly hasHeader: boolean;
  /** How far into the lines that it did not parse it came, together, in bytes. */
  readonly reach: number;
  readonly failure: FormatFailure | undefined;
}

/**
 * Finds the format of the lines in [start, end) of a block; the last one may lack its LF. Every
 * format is tried on all of them, once as they are and once within each wrapper that some have.
 */
export function detectFormat(
  block: ByteBlock,
  start: number,
  end: number,
  context: FormatContext,
  probes: readonly FormatProbe[] = PROBES,
): Detection {
  const lines = linesOf(block.octets, start, end);
  const trials = candidatesOf(probes, envelopesOf(block, lines, context)).map(
    ({ probe, envelope }) => tryOn(block, lines, probe, envelope, context),
  );
  const most = Math.max(0, ...trials.map(({ parsed }) => parsed));
  const chosen =
    most === 0
      ? trials.find(({ hasHeader }) => hasHeader)
      : trials.find(({ parsed }) => parsed >= most * SPECIFIC_SHARE);
  const count = lines.filter(([from]) => block.octets[from] !== 35).length;
  const ranked = [...trials].sort(
    (one, other) => other.parsed - one.parsed || other.reach - one.reach,
  );
  if (chosen !== undefined) ranked.splice(ranked.indexOf(chosen), 1);
  const best = chosen === undefined ? ranked : [chosen, ...ranked];
  return {
    format: chosen && (chosen.looks.name ?? chosen.probe.name),
    envelope: chosen?.envelope,
    confidence:
      chosen === undefined || most === 0
        ? 0
        : (chosen.parsed + 1) / (Math.max(count, chosen.parsed) + 2),
    lines: count,
    guesses: best.slice(0, GUESSES_MAX).map(guessOf),
    newParser: chosen && ((given) => wrapped(chosen.probe, chosen.envelope, given)),
  };
}

export interface Candidate {
  readonly probe: FormatProbe;
  readonly envelope: EnvelopeKind | undefined;
}

/**
 * What may be tried, in the order in which it counts: formats within a wrapper, since to a tolerant
 * one it is part of the first field, formats as they are, and those that need the wrapper's time.
 */
export function candidatesOf(
  probes: readonly FormatProbe[],
  envelopes: readonly EnvelopeKind[],
): readonly Candidate[] {
  const [timed, untimed] = [false, true].map((kind) =>
    probes.filter(({ isUntimed = false }) => isUntimed === kind),
  );
  const within = (chosen: readonly FormatProbe[] = []) =>
    envelopes.flatMap((envelope) => chosen.map((probe) => ({ probe, envelope })));
  const plain = (timed ?? []).map((probe) => ({ probe, envelope: undefined }));
  return [...within(timed), ...plain, ...within(untimed)];
}

/** A parser of the probe within the wrapper, if there is one. */
export function wrapped(
  probe: FormatProbe,
  envelope: EnvelopeKind | undefined,
  context: FormatContext,
): FormatParser {
  const parser = probe.newParser(context);
  if (envelope === undefined) return parser;
  return new EnvelopeParser(envelope, parser, context.reference);
}

function tryOn(
  block: ByteBlock,
  lines: Lines,
  probe: FormatProbe,
  envelope: EnvelopeKind | undefined,
  context: FormatContext,
): Trial {
  const parser = wrapped(probe, envelope, context);
  const record = new AccessRecord();
  const looks = new LookCounts();
  let parsed = 0;
  let reach = 0;
  let hasHeader = false;
  let failure: FormatFailure | undefined;
  for (const [index, [start, end]] of lines.entries()) {
    const reason = parser.parse(block, start, end, record);
    if (reason === PARSED) {
      parsed++;
      looks.add(parser.looksLike ?? probe.name);
    } else if (reason === DIRECTIVE) {
      hasHeader ||= isHeader(block.octets, start, end);
    } else {
      const column = Math.min(Math.max(parser.failedAt, start), end) - start + 1;
      reach += column;
      failure ??= { line: index + 1, column, reason: UNPARSED_REASONS[reason] ?? '' };
    }
  }
  return { probe, envelope, looks, parsed, hasHeader, reach, failure };
}

/** A header of columns; other directives say nothing of the fields. */
function isHeader(octets: Uint8Array, start: number, end: number): boolean {
  return octets[start] !== 35 || isDirective(octets, start, end, '#fields:');
}

function guessOf({ probe, envelope, looks, parsed, failure }: Trial): FormatGuess {
  return { format: looks.name ?? probe.name, envelope, parsed, failure };
}

/** The wrappers that enough of the lines have. */
function envelopesOf(block: ByteBlock, lines: Lines, context: FormatContext): EnvelopeKind[] {
  return openersOf(context)
    .filter(({ opener }) => {
      const opened = lines.filter(([start, end]) => opener.opens(block, start, end)).length;
      return opened > 0 && opened >= lines.length * WRAPPED_SHARE;
    })
    .map(({ kind }) => kind);
}

export interface Opener {
  readonly kind: EnvelopeKind;
  readonly opener: EnvelopeParser;
}

/** For each wrapper what tells whether a line has it. What is within does not matter to them. */
export function openersOf({ reference }: FormatContext): readonly Opener[] {
  const inner = new ClfLines();
  return ENVELOPE_KINDS.map((kind) => ({
    kind,
    opener: new EnvelopeParser(kind, inner, reference),
  }));
}

/** The lines that are looked at, empty ones left out. */
function linesOf(octets: Uint8Array, start: number, end: number): Lines {
  const limit = Math.min(end, start + BYTES_MAX);
  const lines: (readonly [number, number])[] = [];
  let from = start;
  while (from < limit && lines.length < LINES_MAX) {
    let to = octets.indexOf(LF, from);
    if (to < 0 || to > end) to = end;
    // A line that is cut by the limit is looked at only if there is no other.
    if (to > limit && lines.length > 0) break;
    const last = to > from && octets[to - 1] === CR ? to - 1 : to;
    if (last > from) lines.push([from, last]);
    from = to + 1;
  }
  return lines;
}
