import { isHit, secondOf } from '../conditions/hit-fields.ts';
import { REASON, RECORD_INTS, type RecordBatch } from '../parser/record-batch.ts';
import { DIRECTIVE } from '../parser/unparsed-reason.ts';
import { configFingerprint, type FleetConfig } from './fleet-config.ts';
import { FLEET_LIMITS, FUTURE_SECONDS, LATE_SECONDS } from './fleet-limits.ts';
import { OpenClients, OpenSeconds } from './open-seconds.ts';
import { PublicationRing, REPAIR_SECONDS } from './publication-ring.ts';
import type { MessageHead, RollupMessage } from './rollup-message.ts';
import { SecondCounter } from './second-counter.ts';
import { rollupBytes, type SecondRollup } from './second-rollup.ts';
import { SourceOffsets, type SourcePosition } from './source-offsets.ts';

export interface LedgerOptions {
  readonly agent: string;
  /** A word that no other reading of these logs by this agent has. */
  readonly epoch: string;
  /** Version of this program. */
  readonly program: string;
  readonly config: FleetConfig;
  /** That of the batches. */
  readonly tableSeed: number;
  /** Seconds by which a line may come later than one that states a later second. */
  readonly disorderSeconds: number;
  /** What this run goes on from: see `startingHead`. */
  readonly head?: MessageHead | undefined;
  /** Beyond these the log is not read on until the engine is back. */
  readonly openSecondsMax: number;
  readonly heldBytesMax: number;
}

export const LEDGER_DEFAULTS = {
  disorderSeconds: 1,
  openSecondsMax: 3600,
  heldBytesMax: 64 * 1024 * 1024,
} as const;

/** All that an agent needs to go on after a crash: a value of some hundred bytes. */
export interface AgentCheckpoint {
  readonly version: 1;
  readonly agent: string;
  readonly epoch: string;
  readonly number: number;
  readonly revision: number;
  /** The watermark. */
  readonly closed: number;
  readonly sources: readonly SourcePosition[];
}

/**
 * The agent's side of a fleet: lines in, numbered messages out. The log is the write-ahead log:
 * nothing is kept but what the open seconds count, and a message says for each source up to which
 * byte the lines are in this or an earlier one. So a run that goes on from the last message that
 * the engine has reads again from `oldest`, leaves out the lines of closed seconds before those
 * offsets, and continues as if it had never stopped.
 *
 * A line counts in part 0 of its second while that is open, and afterwards in a late part, whose
 * number is that of its message. Messages go out one at a time, each until it is acknowledged;
 * what happens meanwhile is counted in the open seconds, so an outage costs memory for the seconds
 * that it takes and not for tries.
 */
export class SecondLedger {
  readonly #options: LedgerOptions;
  readonly #config: number;
  readonly #spare: SecondCounter[] = [];
  readonly #open: OpenSeconds;
  readonly #lateOnes: OpenSeconds;
  readonly #clients: OpenClients;
  readonly #sources: SourceOffsets;
  readonly #ring = new PublicationRing();
  #resent: RollupMessage[] = [];
  #pending: RollupMessage | undefined;
  #acked: MessageHead | undefined;
  #number: number;
  #closed: number;
  #newest = -Infinity;
  #nowSecond: number;
  #late = 0;
  #future = 0;
  #unparsed = 0;
  #lostBytes = 0;

  constructor(options: LedgerOptions, nowMs: number) {
    const { config, head, tableSeed } = options;
    const make = () => new SecondCounter(tableSeed, config.seed);
    this.#options = options;
    this.#config = configFingerprint(config);
    this.#open = new OpenSeconds(make, this.#spare);
    this.#lateOnes = new OpenSeconds(make, this.#spare);
    this.#clients = new OpenClients(tableSeed);
    this.#sources = new SourceOffsets(head?.offsets ?? [], head?.revision ?? 0);
    this.#acked = head;
    this.#number = head?.number ?? 0;
    this.#closed = head?.watermark ?? 0;
    this.#nowSecond = Math.floor(nowMs / 1000);
  }

  /** Whether the logs must not be read on until messages have gone out. */
  get isFull(): boolean {
    const { heldBytesMax, openSecondsMax } = this.#options;
    if (this.#open.size >= openSecondsMax) return true;
    return this.#open.bytesMax + this.#lateOnes.bytesMax + this.#ring.bytes > heldBytesMax;
  }

  /** Whether there is more to send than fitted into the last message. */
  get hasMore(): boolean {
    const { changedSize } = this.#open;
    return this.#resent.length > 0 || changedSize > this.#options.disorderSeconds + 2;
  }

  /** Seconds that wait to be sent. */
  get waiting(): number {
    return this.#open.changedSize + this.#lateOnes.changedSize;
  }

  /**
   * Counts the lines of a batch. `scannedFrom` is the offset in the source of the block that was
   * scanned, to which the batch's own offsets refer. Lines may come in any order of time.
   */
  observe(batch: RecordBatch, source: string, scannedFrom: number): void {
    for (let line = 0; line < batch.size; line++) {
      const offset = scannedFrom + batch.lineOffset(line);
      const wasPublished = this.#sources.wasPublished(source, offset);
      if (!isHit(batch, line)) {
        const isDirective = batch.ints[line * RECORD_INTS + REASON] === DIRECTIVE;
        if (!isDirective && !wasPublished) this.#unparsed++;
        continue;
      }
      this.#count(batch, line, source, offset, wasPublished);
    }
  }

  /** All lines before `offset` have been observed. */
  readTo(source: string, offset: number): void {
    this.#sources.readTo(source, offset);
  }

  /** Bytes of a source were gone before they were read. */
  lost(bytes: number): void {
    this.#lostBytes += bytes;
  }

  /** A source will have no more lines, and has had none for `REPAIR_SECONDS`. */
  forget(source: string): void {
    this.#sources.forget(source);
  }

  /**
   * The message to publish now, the same one until it is acknowledged; undefined while lines that
   * an earlier run published are being read again. `isCaughtUp` says that all logs are read to
   * their ends: then the watermark follows the clock, else only the lines. To be asked for about
   * every second, which also says that the agent lives.
   */
  message(nowMs: number, isCaughtUp: boolean, bye = false): RollupMessage | undefined {
    this.#nowSecond = Math.floor(nowMs / 1000);
    if (this.#sources.isBehind) return undefined;
    const [again] = this.#resent;
    return again ?? (this.#pending ??= this.#next(nowMs, isCaughtUp, bye));
  }

  /** The engine has the message of this number. */
  acknowledge(number: number): void {
    if (this.#resent[0]?.number === number) {
      this.#resent.shift();
      return;
    }
    if (this.#pending?.number !== number) return;
    this.#ring.add(this.#pending);
    this.#acked = this.#pending;
    this.#pending = undefined;
    this.#sources.prune(this.#acked.watermark - REPAIR_SECONDS);
  }

  /**
   * To be called after each connect, before anything is published: `stored` is the agent's last
   * message that the engine has. What it lacks goes out again first.
   */
  reconcile(stored: MessageHead | undefined): void {
    this.#resent = this.#ring.behind(stored, this.#options.epoch);
    // It had arrived, and only the acknowledgement was lost.
    const { number } = this.#pending ?? {};
    const isOurs = stored?.epoch === this.#options.epoch;
    if (number !== undefined && isOurs && stored.number >= number) this.acknowledge(number);
  }

  /** As of the last message that was acknowledged; undefined before the first. */
  checkpoint(): AgentCheckpoint | undefined {
    if (this.#acked === undefined) return undefined;
    const { agent, epoch, number, revision, watermark, offsets } = this.#acked;
    const sources = this.#sources.positions(offsets);
    return { version: 1, agent, epoch, number, revision, closed: watermark, sources };
  }

  #count(
    batch: RecordBatch,
    line: number,
    source: string,
    offset: number,
    wasPublished: boolean,
  ): void {
    const second = secondOf(batch, line);
    if (second > this.#nowSecond + FUTURE_SECONDS) {
      if (!wasPublished) this.#future++;
      return;
    }
    if (second > this.#closed - REPAIR_SECONDS) this.#sources.saw(source, second, offset);
    if (second > this.#closed) {
      this.#newest = Math.max(this.#newest, second);
      this.#open.add(second, batch, line);
      this.#clients.add(second, batch, line);
    } else if (wasPublished) {
      return;
    } else if (second <= this.#closed - LATE_SECONDS) {
      this.#late++;
    } else {
      this.#lateOnes.add(this.#roomFor(second), batch, line);
    }
  }

  /**
   * The second in whose late part a hit counts: its own, unless the message has no room for another
   * one. Then it is the newest that it has, and the totals stay right.
   */
  #roomFor(second: number): number {
    const late = this.#lateOnes;
    const hasRoom = late.size < FLEET_LIMITS.lateSecondsMax;
    if (late.size === 0 || late.has(second)) return second;
    return hasRoom && late.bytesMax < FLEET_LIMITS.messageBytes / 2 ? second : late.newest();
  }

  #next(nowMs: number, isCaughtUp: boolean, bye: boolean): RollupMessage {
    const number = ++this.#number;
    const rollups: SecondRollup[] = [];
    let bytes = 0;
    const take = (counters: OpenSeconds, second: number, part: number) => {
      const rollup = counters.get(second)?.rollup(second, part);
      if (rollup === undefined) return;
      counters.sent(second);
      rollups.push(rollup);
      bytes += rollupBytes(rollup);
    };
    // All late ones: the offsets say that they are there.
    for (const second of this.#lateOnes.changed()) take(this.#lateOnes, second, number);
    this.#lateOnes.closeTo(Infinity);
    let wanted = this.#watermark(nowMs, isCaughtUp, bye);
    let taken = 0;
    for (const second of this.#open.changed()) {
      if (taken === FLEET_LIMITS.rollupsMax || bytes > FLEET_LIMITS.messageBytes / 2) {
        wanted = Math.min(wanted, second - 1);
        break;
      }
      take(this.#open, second, 0);
      taken++;
    }
    const watermark = Math.max(this.#closed, wanted);
    this.#closed = watermark;
    this.#open.closeTo(watermark);
    const { agent, epoch, program } = this.#options;
    const message = {
      ...{ agent, epoch, program, number, watermark, config: this.#config, sentMs: nowMs },
      bye: bye && this.#open.changedSize === 0,
      revision: this.#sources.revision,
      offsets: this.#sources.offsets(),
      ...{ late: this.#late, future: this.#future, unparsed: this.#unparsed },
      lostBytes: this.#lostBytes,
      rollups: rollups.sort((a, b) => a.second - b.second || a.part - b.part),
      clients: this.#clients.take(watermark),
    };
    this.#late = this.#future = this.#unparsed = this.#lostBytes = 0;
    return message;
  }

  #watermark(nowMs: number, isCaughtUp: boolean, bye: boolean): number {
    const nowSecond = Math.floor(nowMs / 1000);
    if (bye) return Math.max(this.#newest, nowSecond - 1);
    const upTo = isCaughtUp ? nowSecond : Math.min(this.#newest, nowSecond);
    return upTo - 1 - this.#options.disorderSeconds;
  }
}

/**
 * What a new run goes on from: the last message that the engine has of this agent, as it may be
 * newer than the checkpoint, and also where it is older, for then the engine has lost the rest.
 * Undefined where there is neither: a new epoch begins.
 */
export function startingHead(
  checkpoint: AgentCheckpoint | undefined,
  stored: MessageHead | undefined,
): MessageHead | undefined {
  if (checkpoint === undefined || stored?.epoch === checkpoint.epoch) return stored;
  const { agent, epoch, number, revision, closed: watermark, sources } = checkpoint;
  const offsets = sources.map(({ source, offset }) => ({ source, offset }));
  return { agent, epoch, number, revision, watermark, offsets };
}
