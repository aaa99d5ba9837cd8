import type { ByteBlock } from '../bytes/byte-block.ts';
import { decodeText } from '../bytes/text.ts';
import {
  isHit,
  placeOf,
  secondOf,
  statusOf,
  type TextField,
  textEnd,
  textStart,
} from '../conditions/hit-fields.ts';
import { LINE_END, LINE_START, RECORD_INTS, type RecordBatch } from '../parser/record-batch.ts';

export interface HitSamplesLimits {
  readonly samplesMax: number;
  /** Of the ring that holds their texts. */
  readonly bytesMax: number;
  /** Of one batch: what a backlog costs. */
  readonly batchSamplesMax: number;
}

const LIMITS: HitSamplesLimits = { samplesMax: 8192, bytesMax: 2 << 20, batchSamplesMax: 48 };
/** Bytes that are kept of a line, and of a key. */
const LINE_BYTES_MAX = 400;
const KEY_BYTES_MAX = 256;

/** The keys that are kept of a hit. */
const FIELDS = ['section', 'url', 'client', 'vhost'] as const satisfies readonly TextField[];
export type SampledField = (typeof FIELDS)[number];
const PLACES = FIELDS.map(placeOf);

/** Whole numbers of a sample: these, then start and length of the line and of each field. */
const STATUS = 0;
const MARKS = 1;
const FILE = 2;
const TEXTS = 3;
const SAMPLE_INTS = TEXTS + 2 * (1 + FIELDS.length);

/** Sets a bit for each rule that looks at the hit. */
export type HitMarks = (batch: RecordBatch, line: number, file: string) => number;

/** A hit that was kept. It stands for `weight` hits. */
export interface HitSample {
  readonly second: number;
  readonly weight: number;
  readonly status: number;
  readonly marks: number;
  readonly file: string;
  /** As text, decoded when it is asked for; hostile. */
  readonly text: (field: SampledField) => string;
  readonly line: () => string;
}

/**
 * Some of the newest hits, evenly: each while there are few, and of more one in so many that the
 * ring reaches back for as long as it is to, however much traffic there is and however fast it is
 * read. A sample is a copy of bytes; nothing is decoded until somebody asks.
 */
export class HitSamples {
  readonly #limits: HitSamplesLimits;
  /** Hits of one second of which each is kept; of more only a part. */
  readonly #perSecond: number;
  readonly #seconds: Float64Array;
  readonly #weights: Float64Array;
  /** Where the text of each sample begins, counted from the first byte ever. */
  readonly #begins: Float64Array;
  readonly #ints: Int32Array;
  readonly #ring: Uint8Array;
  readonly #files: string[] = [];
  #taken = 0;
  #written = 0;
  /** Hits to pass over until the next sample. */
  #skip = 0;
  #random = 1;
  /** Where the last sample stood among its `stride` hits. */
  #offset = 0;
  /** The newest second that was seen, with its hits so far, and those of the one before. */
  #second = -Infinity;
  #hits = 0;
  #hitsBefore = 0;

  /** `reachSeconds` is how far back the samples are to go. */
  constructor(reachSeconds: number, limits = LIMITS) {
    const { samplesMax, bytesMax } = limits;
    this.#limits = limits;
    this.#perSecond = samplesMax / reachSeconds;
    this.#seconds = new Float64Array(samplesMax);
    this.#weights = new Float64Array(samplesMax);
    this.#begins = new Float64Array(samplesMax);
    this.#ints = new Int32Array(samplesMax * SAMPLE_INTS);
    this.#ring = new Uint8Array(bytesMax);
  }

  /** Takes some of the `hits` hits of a batch, each in the second that it has. */
  take(batch: RecordBatch, hits: number, file: string, marks: HitMarks): void {
    if (hits === 0) return;
    const { size } = batch;
    const stride = this.#strideOf(batch, hits);
    // What is left to pass over may be of another stride.
    let skip = Math.min(this.#skip, 2 * stride);
    if (hits === size) {
      // All are hits: those between need not be looked at.
      let line = skip;
      for (; line < size; line += 1 + this.#pass(stride)) {
        this.#keep(batch, line, stride, file, marks);
      }
      skip = line - size;
    } else {
      for (let line = 0; line < size; line++) {
        if (!isHit(batch, line) || skip-- > 0) continue;
        this.#keep(batch, line, stride, file, marks);
        skip = this.#pass(stride);
      }
    }
    this.#skip = Math.max(0, skip);
  }

  /** Calls `visit` with each sample whose second is in (from, to], newest first. */
  each(from: number, to: number, visit: (sample: HitSample) => void): void {
    const { samplesMax, bytesMax } = this.#limits;
    for (let number = this.#taken - 1; number >= 0; number--) {
      const at = number % samplesMax;
      // Its place, or the bytes of its text, are another one's by now.
      if (number < this.#taken - samplesMax) return;
      if (this.#begins[at]! < this.#written - bytesMax) return; // at < samplesMax, here and below
      const second = this.#seconds[at]!;
      if (second > from && second <= to) visit(this.#sampleAt(at, second));
    }
  }

  /**
   * How many hits to pass over: of each `stride` hits one is kept, and which of them is left to
   * chance, as traffic has rhythms of its own.
   */
  #pass(stride: number): number {
    if (stride === 1) return 0;
    // A linear congruential generator (Numerical Recipes): the same run finds the same samples.
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) | 0;
    const offset = Math.floor(((this.#random >>> 0) / 2 ** 32) * stride);
    const rest = Math.max(0, stride - 1 - this.#offset);
    this.#offset = offset;
    return rest + offset;
  }

  /** One hit in how many is kept now: by what the last seconds had, and this batch has. */
  #strideOf(batch: RecordBatch, hits: number): number {
    let last = batch.size - 1;
    // Of lines that are no hits the batch holds no second.
    while (last > 0 && !isHit(batch, last)) last--;
    const newest = secondOf(batch, last);
    if (newest > this.#second) {
      // A batch of several seconds has about as many hits in each.
      const seconds = Math.min(newest - this.#second, hits);
      this.#hitsBefore = seconds === 1 ? this.#hits : hits / seconds;
      this.#hits = 0;
      this.#second = newest;
    }
    this.#hits += hits;
    const rate = Math.max(this.#hits, this.#hitsBefore);
    const inBatch = Math.ceil(hits / this.#limits.batchSamplesMax);
    return Math.max(1, inBatch, Math.min(Math.ceil(rate / this.#perSecond), 1 << 30));
  }

  #keep(batch: RecordBatch, line: number, weight: number, file: string, marks: HitMarks): void {
    const at = this.#taken % this.#limits.samplesMax;
    this.#taken++;
    this.#seconds[at] = secondOf(batch, line);
    this.#weights[at] = weight;
    const ints = this.#ints;
    const base = at * SAMPLE_INTS;
    ints[base + STATUS] = statusOf(batch, line);
    ints[base + MARKS] = marks(batch, line, file);
    ints[base + FILE] = this.#fileNumber(file);
    const { block, lines } = batch;
    const record = line * RECORD_INTS;
    const start = batch.ints[record + LINE_START]!; // the batch has its places
    const end = Math.min(batch.ints[record + LINE_END]!, start + LINE_BYTES_MAX);
    this.#makeRoom(at, LINE_BYTES_MAX + FIELDS.length * KEY_BYTES_MAX);
    const lineAt = this.#write(lines, start, end);
    ints[base + TEXTS] = lineAt;
    ints[base + TEXTS + 1] = end - start;
    for (let field = 0, to = base + TEXTS + 2; field < PLACES.length; field++, to += 2) {
      const place = PLACES[field]!; // one for each field
      const from = textStart(batch, line, place);
      const until = Math.min(textEnd(batch, line, place, false), from + KEY_BYTES_MAX);
      // Most keys stand in the line, which has been copied.
      const isInLine = block === lines && from >= start && until <= end;
      ints[to] = isInLine ? lineAt + from - start : this.#write(block, from, until);
      ints[to + 1] = until - from;
    }
  }

  /** Texts of one sample stand in one piece: the end of the ring is left out when it is short. */
  #makeRoom(at: number, bytes: number): void {
    const { bytesMax } = this.#limits;
    const used = this.#written % bytesMax;
    if (used + bytes > bytesMax) this.#written += bytesMax - used;
    this.#begins[at] = this.#written;
  }

  #write({ octets }: ByteBlock, start: number, end: number): number {
    if (end <= start) return 0;
    const at = this.#written % this.#limits.bytesMax;
    this.#ring.set(octets.subarray(start, end), at);
    this.#written += end - start;
    return at;
  }

  #sampleAt(at: number, second: number): HitSample {
    const ints = this.#ints;
    const base = at * SAMPLE_INTS;
    const textOf = (place: number): string => {
      const start = ints[base + TEXTS + 2 * place]!; // a place of its own for each text
      return decodeText(this.#ring.subarray(start, start + ints[base + TEXTS + 2 * place + 1]!));
    };
    return {
      second,
      weight: this.#weights[at]!,
      status: ints[base + STATUS]!,
      marks: ints[base + MARKS]!,
      file: this.#files[ints[base + FILE]!] ?? '',
      text: (field) => textOf(1 + FIELDS.indexOf(field)),
      line: () => textOf(0),
    };
  }

  #fileNumber(file: string): number {
    const known = this.#files.lastIndexOf(file);
    return known >= 0 ? known : this.#files.push(file) - 1;
  }
}
