import { AgentTrack, type Applied, type TrackSink } from './agent-track.ts';
import { configFingerprint, type FleetConfig } from './fleet-config.ts';
import { type CountDelta, FleetSeconds } from './fleet-counts.ts';
import { FleetTotals } from './fleet-totals.ts';
import type { RollupMessage } from './rollup-message.ts';
import type { SecondRollup } from './second-rollup.ts';

export interface FleetStateOptions {
  readonly config: FleetConfig;
  /** Of the tables of this run. */
  readonly tableSeed: number;
  /** An agent that was heard within this time is waited for. */
  readonly liveSeconds: number;
  /** One that was not heard for longer is not part of the fleet any more. */
  readonly knownSeconds: number;
  /** A second is decided after this time even though agents are missing. */
  readonly decideSeconds: number;
  /** Seconds that are further ahead of the engine's clock count at that clock. */
  readonly aheadSeconds: number;
  readonly agentsMax: number;
}

export const FLEET_DEFAULTS = {
  liveSeconds: 5,
  knownSeconds: 600,
  decideSeconds: 10,
  aheadSeconds: 5,
  agentsMax: 20_000,
} as const;

/** A message as the engine has it. */
export interface FleetDelivery {
  /** In the stream; higher for each later message. */
  readonly sequence: number;
  /** When the engine took it, by its clock. */
  readonly atMs: number;
  readonly message: RollupMessage;
}

/** What is told while messages are applied. */
export interface FleetListener {
  /** A host has more hits in a second than were known; the second is where they count. */
  count(agent: string, second: number, delta: CountDelta): void;
  /** A rollup of a host is complete; the same second. */
  fold(agent: string, second: number, rollup: SecondRollup): void;
  /**
   * A second will not be waited for any more; each once, ascending. It is complete if every known
   * agent has closed it.
   */
  decide(second: number, isComplete: boolean): void;
}

export type FleetAnswer = Applied | 'other_config' | 'too_many_agents';

/** How a host stands, for a list of them. */
export interface AgentStanding {
  readonly name: string;
  readonly state: 'live' | 'silent' | 'left';
  /** Hits a second over the last ten decided seconds, and the share of errors in them. */
  readonly hitsPerSecond: number;
  readonly errorShare: number;
  readonly hits: number;
  /** Seconds by which its watermark is behind the engine's clock. */
  readonly lagSeconds: number;
  readonly heardMs: number;
  readonly skewMs: number;
  readonly program: string;
  readonly epoch: string;
  readonly late: number;
  readonly future: number;
  readonly unparsed: number;
  readonly lostBytes: number;
  readonly missed: number;
  /** Two agents have this name. */
  readonly isContested: boolean;
}

const HELD_SECONDS = 3600;
const RATE_SECONDS = 10;
const CONTESTED_MS = 60_000;

/**
 * What a monitor knows of a fleet: a pure function of the messages that it applied, in the order of
 * the stream, and of the engine's time stamps. Its own clock is no part of it, so all monitors that
 * have applied the same messages say the same.
 */
export class FleetState {
  readonly totals: FleetTotals;
  readonly seconds = new FleetSeconds(HELD_SECONDS);
  readonly #options: FleetStateOptions;
  readonly #listener: FleetListener;
  readonly #config: number;
  readonly #agents = new Map<string, AgentTrack>();
  /** Messages that were refused, by why. */
  readonly #refused = { other_config: 0, too_many_agents: 0 };
  #sequence = 0;
  #clockMs = -Infinity;
  #decided = NaN;
  #least = -Infinity;

  constructor(options: FleetStateOptions, listener: FleetListener) {
    this.#options = options;
    this.#listener = listener;
    this.#config = configFingerprint(options.config);
    this.totals = new FleetTotals(options.config.seed, options.tableSeed);
  }

  /** The largest time stamp of the engine so far; -Infinity before the first. */
  get clockMs(): number {
    return this.#clockMs;
  }

  /** The last second that is decided; NaN before the first message. */
  get decidedSecond(): number {
    return this.#decided;
  }

  get sequence(): number {
    return this.#sequence;
  }

  get refused(): Readonly<Record<'other_config' | 'too_many_agents', number>> {
    return this.#refused;
  }

  /** Agents that are waited for, and those that belong to the fleet: `25/50 reporting`. */
  get reporting(): { readonly live: number; readonly known: number } {
    let live = 0;
    let known = 0;
    for (const agent of this.#agents.values()) {
      if (this.#isKnown(agent)) known++;
      if (this.#isLive(agent)) live++;
    }
    return { live, known };
  }

  apply({ sequence, atMs, message }: FleetDelivery): FleetAnswer {
    this.#sequence = Math.max(this.#sequence, sequence);
    this.#moveClock(atMs);
    if (message.config !== this.#config) {
      this.#refused.other_config++;
      return 'other_config';
    }
    const agent = this.#agentOf(message.agent);
    if (agent === undefined) {
      this.#refused.too_many_agents++;
      return 'too_many_agents';
    }
    const before = agent.watermark;
    const applied = agent.apply(message, atMs, this.#sinkOf(agent));
    if (applied !== 'applied') return applied;
    const second = Math.floor(this.#clockMs / 1000);
    if (Number.isNaN(this.#decided)) {
      // An agent that has a backlog to read has closed nothing yet.
      const oldest = second - this.#options.decideSeconds;
      this.#decided = Math.max(Math.min(agent.watermark, second), oldest) - 1;
    }
    // Only the agent that all wait for, or one that was not there, can decide anything.
    if (before <= this.#least || message.bye) this.#decide();
    return applied;
  }

  /** Whether the host has closed the second. */
  hasClosed(agent: string, second: number): boolean {
    return (this.#agents.get(agent)?.watermark ?? -Infinity) >= second;
  }

  /** All hosts, in the order in which they were first heard. */
  agents(): readonly AgentStanding[] {
    return Array.from(this.#agents.values(), (agent) => this.#standing(agent));
  }

  #sinkOf(agent: AgentTrack): TrackSink {
    const place = (second: number) => this.#place(second);
    return {
      count: (stated, delta) => {
        const second = place(stated);
        this.totals.count(delta);
        this.seconds.add(second, delta);
        agent.recent.add(second, delta);
        this.#listener.count(agent.name, second, delta);
      },
      fold: (rollup) => {
        this.totals.fold(rollup);
        this.#listener.fold(agent.name, place(rollup.second), rollup);
      },
      foldClients: (clients) => {
        this.totals.foldClients(clients);
      },
    };
  }

  /** A host whose clock is ahead must not count in seconds that are yet to come. */
  #place(second: number): number {
    const clock = Math.floor(this.#clockMs / 1000);
    return second > clock + this.#options.aheadSeconds ? clock : second;
  }

  #moveClock(atMs: number): void {
    const before = Math.floor(this.#clockMs / 1000);
    this.#clockMs = Math.max(this.#clockMs, atMs);
    if (Math.floor(this.#clockMs / 1000) > before) this.#decide();
  }

  #decide(): void {
    if (Number.isNaN(this.#decided)) return;
    const clock = Math.floor(this.#clockMs / 1000);
    let known = Infinity;
    let live = Infinity;
    for (const agent of this.#agents.values()) {
      if (!this.#isKnown(agent)) continue;
      // A watermark ahead of the engine's clock says nothing about seconds that are yet to come.
      const watermark = Math.min(agent.watermark, clock);
      known = Math.min(known, watermark);
      if (this.#isLive(agent)) live = Math.min(live, watermark);
    }
    this.#least = live;
    const settled = live === Infinity ? -Infinity : live;
    const last = Math.max(settled, clock - this.#options.decideSeconds);
    while (this.#decided < last) {
      this.#decided++;
      this.#listener.decide(this.#decided, known !== Infinity && known >= this.#decided);
    }
  }

  #agentOf(name: string): AgentTrack | undefined {
    const held = this.#agents.get(name);
    if (held !== undefined) return held;
    if (this.#agents.size >= this.#options.agentsMax && !this.#makeRoom()) return undefined;
    const agent = new AgentTrack(name);
    this.#agents.set(name, agent);
    return agent;
  }

  /** Forgets an agent that is not part of the fleet any more. */
  #makeRoom(): boolean {
    for (const agent of this.#agents.values()) {
      if (!this.#isKnown(agent)) return this.#agents.delete(agent.name);
    }
    return false;
  }

  #isLive(agent: AgentTrack): boolean {
    return !agent.hasLeft && this.#clockMs - agent.heardMs <= this.#options.liveSeconds * 1000;
  }

  #isKnown(agent: AgentTrack): boolean {
    return !agent.hasLeft && this.#clockMs - agent.heardMs <= this.#options.knownSeconds * 1000;
  }

  #standing(agent: AgentTrack): AgentStanding {
    const { name, hits, heardMs, skewMs, program, epoch, late, future } = agent;
    const { unparsed, lostBytes, missed, watermark, hasLeft } = agent;
    const last = Math.min(this.#decided, watermark);
    const recent = agent.recent.between(last - RATE_SECONDS + 1, last);
    const clock = Math.floor(this.#clockMs / 1000);
    return {
      ...{ name, hits, heardMs, skewMs, program, epoch, late, future, unparsed, lostBytes, missed },
      state: hasLeft ? 'left' : this.#isLive(agent) ? 'live' : 'silent',
      hitsPerSecond: recent.hits / RATE_SECONDS,
      errorShare: recent.hits === 0 ? 0 : recent.errors / recent.hits,
      lagSeconds: Math.max(0, clock - watermark),
      isContested: this.#clockMs - agent.conflictMs < CONTESTED_MS,
    };
  }
}
