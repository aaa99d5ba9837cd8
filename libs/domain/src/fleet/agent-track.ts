import { type CountDelta, countDelta, FleetSeconds } from './fleet-counts.ts';
import type { RollupMessage } from './rollup-message.ts';
import type { ClientsRollup, SecondRollup } from './second-rollup.ts';

/** Epochs of one agent that are remembered, so that what comes late of them is known. */
const EPOCHS_MAX = 8;
/** Seconds that one agent may have open. */
const OPEN_MAX = 4096;
const RECENT_SECONDS = 120;

/** What became of a message. */
export type Applied =
  | 'applied'
  /** It, or a later one of the agent, was applied before. */
  | 'stale'
  /** Of an epoch that the agent has left: two agents have one name. */
  | 'conflict';

/** What an agent's messages are counted into. */
export interface TrackSink {
  count(second: number, delta: CountDelta): void;
  /** A rollup is complete. */
  fold(rollup: SecondRollup): void;
  foldClients(clients: ClientsRollup): void;
}

/**
 * One agent, as its messages tell. They come in the order of their numbers, perhaps again, perhaps
 * much later again: a number that was applied is enough to know them. Of a second that is open the
 * last rollup is held, and of a closed one nothing. So this state, folded, says the same as a map
 * from (agent, epoch, second, part) to the rollup of the highest revision, which needs the memory
 * of every second and is what the tests hold it to.
 */
export class AgentTrack {
  readonly name: string;
  readonly #open = new Map<number, SecondRollup>();
  /** Epochs that it has left. */
  readonly #left: string[] = [];
  readonly recent = new FleetSeconds(RECENT_SECONDS);
  #epoch: string | undefined;
  #number = 0;
  #watermark = 0;
  hits = 0;
  late = 0;
  future = 0;
  unparsed = 0;
  lostBytes = 0;
  /** Messages that were left out as they had been applied, that were never seen, and of others. */
  stale = 0;
  missed = 0;
  conflicts = 0;
  /** By the clock of the engine. */
  heardMs = -Infinity;
  conflictMs = -Infinity;
  /** The clock of the engine less that of the agent, as its last message has it. */
  skewMs = 0;
  program = '';
  hasLeft = false;

  constructor(name: string) {
    this.name = name;
  }

  get watermark(): number {
    return this.#watermark;
  }

  get epoch(): string {
    return this.#epoch ?? '';
  }

  apply(message: RollupMessage, atMs: number, sink: TrackSink): Applied {
    if (message.epoch !== this.#epoch) {
      if (this.#left.includes(message.epoch)) {
        this.conflicts++;
        this.conflictMs = atMs;
        return 'conflict';
      }
      this.#begin(message.epoch, sink);
    } else if (message.number <= this.#number) {
      this.stale++;
      return 'stale';
    }
    if (this.#number > 0) this.missed += message.number - this.#number - 1;
    this.#number = message.number;
    this.heardMs = atMs;
    this.skewMs = atMs - message.sentMs;
    this.program = message.program;
    this.hasLeft = message.bye;
    this.late += message.late;
    this.future += message.future;
    this.unparsed += message.unparsed;
    this.lostBytes += message.lostBytes;
    for (const rollup of message.rollups) this.#take(rollup, sink);
    if (message.clients !== undefined) sink.foldClients(message.clients);
    this.#watermark = Math.max(this.#watermark, message.watermark);
    this.#close(this.#watermark, sink);
    return 'applied';
  }

  #begin(epoch: string, sink: TrackSink): void {
    this.#close(Infinity, sink);
    if (this.#epoch !== undefined) this.#left.push(this.#epoch);
    if (this.#left.length > EPOCHS_MAX) this.#left.shift();
    this.#epoch = epoch;
    this.#number = 0;
    this.#watermark = 0;
  }

  #take(rollup: SecondRollup, sink: TrackSink): void {
    if (rollup.part !== 0) {
      this.#count(rollup, countDelta(undefined, rollup), sink);
      sink.fold(rollup);
      return;
    }
    // The agent keeps to it; what a closed second holds is known.
    if (rollup.second <= this.#watermark) return;
    this.#count(rollup, countDelta(this.#open.get(rollup.second), rollup), sink);
    this.#open.set(rollup.second, rollup);
    if (this.#open.size > OPEN_MAX) this.#close(Math.min(...this.#open.keys()), sink);
  }

  #count({ second }: SecondRollup, delta: CountDelta, sink: TrackSink): void {
    this.hits += delta.hits;
    sink.count(second, delta);
  }

  /** Seconds up to `last`, in order. */
  #close(last: number, sink: TrackSink): void {
    const closing: SecondRollup[] = [];
    for (const rollup of this.#open.values()) if (rollup.second <= last) closing.push(rollup);
    closing.sort((a, b) => a.second - b.second);
    for (const rollup of closing) {
      this.#open.delete(rollup.second);
      sink.fold(rollup);
    }
  }
}
