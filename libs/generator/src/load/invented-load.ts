import type { ByteBlock } from '@hitwatch/domain';

import { INVENTED_LINE_BYTES_MAX, type LogFormat, LineWriter } from '../lines/line-writer.ts';
import { MalformedLines } from '../lines/malformed-lines.ts';
import { Random } from '../random/random.ts';
import { Arrivals, atOnce, type Schedule } from '../rate/arrivals.ts';
import { RateCurve, type RateOptions } from '../rate/rate-curve.ts';
import { Site, type SiteOptions } from '../site/site.ts';
import { Hit } from '../traffic/hit.ts';
import { TrafficModel } from '../traffic/traffic-model.ts';
import type { Load } from './load.ts';

/** Parts of a run that draw from the seed each for themselves. */
const Stream = { site: 1, hits: 2, malformed: 3, arrivals: 4 } as const;

export interface TrafficOptions extends SiteOptions {
  /** A whole number of 32 bits: the same one gives the same lines. */
  readonly seed: number;
  /** Share of statuses from 500 to 599, 0 to 1. */
  readonly errorShare: number;
  /** Share of lines that are not as they should be, 0 to 1. */
  readonly malformedShare: number;
  readonly format: LogFormat;
}

export interface ArrivalOptions extends RateOptions {
  /** Arrivals at random, as independent visitors make them, and not at even distances. */
  readonly poisson: boolean;
}

/** When lines come at this rate, beginning at an epoch millisecond. */
export function arrivals(startMs: number, seed: number, options: ArrivalOptions): Schedule {
  if (options.linesPerSecond === Infinity) return atOnce(startMs);
  const curve = new RateCurve(startMs, options);
  const random = options.poisson ? new Random(seed, Stream.arrivals) : undefined;
  return new Arrivals(startMs, curve, random);
}

/**
 * Traffic that never was, from a seed. Lines and times depend on the options and the schedule only.
 */
export class InventedLoad implements Load {
  readonly roomBytes = INVENTED_LINE_BYTES_MAX;
  readonly starved = false;
  readonly #schedule: Schedule;
  readonly #model: TrafficModel;
  readonly #writer: LineWriter;
  readonly #malformed: MalformedLines;
  readonly #malformedShare: number;
  readonly #random: Random;
  readonly #hit = new Hit();

  constructor(options: TrafficOptions, schedule: Schedule) {
    const { seed, format, errorShare, malformedShare } = options;
    const site = new Site(options, new Random(seed, Stream.site));
    this.#schedule = schedule;
    this.#model = new TrafficModel(site, errorShare, new Random(seed, Stream.hits));
    this.#writer = new LineWriter(site, format);
    this.#malformedShare = malformedShare;
    this.#random = new Random(seed, Stream.malformed);
    this.#malformed = new MalformedLines(this.#writer, this.#random);
  }

  get dueMs(): number {
    return this.#schedule.dueMs;
  }

  write(to: ByteBlock, at: number, lateMs: number): number {
    const second = Math.floor((this.#schedule.dueMs + lateMs) / 1000);
    this.#schedule.advance();
    this.#model.draw(this.#hit);
    return this.#random.chance(this.#malformedShare)
      ? this.#malformed.write(this.#hit, second, to, at)
      : this.#writer.write(this.#hit, second, to, at);
  }

  refill(): Promise<void> {
    return Promise.resolve();
  }
}
