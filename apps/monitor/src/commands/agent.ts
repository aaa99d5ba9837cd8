import { Output, sanitize, SystemClock, TimerSleeper } from '@hitwatch/adapters';
import { NatsBus } from '@hitwatch/adapters/nats';
import {
  type Clock,
  LEDGER_DEFAULTS,
  type MessageHead,
  PUBLIC_SEED,
  SecondLedger,
  startingHead,
} from '@hitwatch/domain';
import type { LogSource } from '@hitwatch/ports';

import { DEFAULTS } from '../defaults.ts';
import { Agent } from '../fleet/agent.ts';
import type { AgentCommandOptions } from '../fleet/agent-options.ts';
import { type AgentMemory, AgentState } from '../fleet/agent-state.ts';
import { natsOptions } from '../fleet/nats-options.ts';
import { headOf } from '../fleet/publisher.ts';
import { type FindStart, followLogs, secondOf, startFinder } from '../follow-logs.ts';
import { readWindow } from '../option-values.ts';
import type { ProgramHooks } from '../program.ts';
import { rollupOptions } from '../rollup-options.ts';
import { scannerFactory } from '../scanners.ts';
import { headBefore } from '../stream-head.ts';
import type { Surroundings } from '../surroundings.ts';
import { type WatchedLog, watchedLogs } from '../watched-logs.ts';

/** `hitwatch agent`: follows logs and publishes rollups of them, until it is stopped. */
export async function agent(
  options: AgentCommandOptions,
  around: Surroundings,
  hooks: ProgramHooks,
): Promise<void> {
  const clock = new SystemClock();
  const logs = await watchedLogs(options.files, false);
  const state =
    options.state === undefined ? undefined : await AgentState.open(options.state, clock);
  try {
    const { memory, notices } = (await state?.load(options.name)) ?? NOTHING;
    const tell = ({ message }: { readonly message: string }) => {
      hooks.complain(`hitwatch: notice: ${sanitize(message)}`);
    };
    notices.forEach(tell);
    const nats = natsOptions(options, `hitwatch agent ${options.name}`, around.env);
    // Answers come to a place of its own: docs/fleet-nats.conf lets it hear nothing else.
    const inboxPrefix = `_INBOX_${options.name}`;
    const bus = await NatsBus.connect(options.fleet, { ...nats, inboxPrefix });
    try {
      const stored = headOf(await bus.last(options.name));
      // Without a state no run goes on from another.
      const head = state === undefined ? undefined : startingHead(memory?.checkpoint, stored);
      const source = sourceOf(options, logs, memory, head, around, clock);
      const made = newAgent(options, { bus, clock, head, hooks, memory, source, state, tell });
      hooks.onMonitor(made, undefined);
      const output = new Output(around.stdout, () => undefined);
      output.write(sanitize(startLine(options)) + '\n');
      await output.flush();
      await made.run();
    } finally {
      await bus.close();
    }
  } finally {
    await state?.close();
  }
}

const NOTHING = { memory: undefined, notices: [] } as const;

interface Parts {
  readonly bus: NatsBus;
  readonly clock: Clock;
  readonly head: MessageHead | undefined;
  readonly hooks: ProgramHooks;
  readonly memory: AgentMemory | undefined;
  readonly source: LogSource;
  readonly state: AgentState | undefined;
  readonly tell: (notice: { readonly message: string }) => void;
}

function newAgent({ name, formats }: AgentCommandOptions, parts: Parts): Agent {
  const { bus, clock, head, hooks, memory, source, state, tell } = parts;
  const nowMs = clock.nowMs();
  const run = nowMs.toString(36);
  const { seed } = rollupOptions(undefined);
  const newScanner = scannerFactory(seed, formats);
  const epoch = head?.epoch ?? run;
  const identity = { agent: name, epoch, program: hooks.version };
  const config = { seed: PUBLIC_SEED };
  const ledger = new SecondLedger(
    { ...LEDGER_DEFAULTS, ...identity, config, tableSeed: seed, head },
    nowMs,
  );
  return new Agent(
    { agent: name, run, published: head?.offsets ?? [], resumed: memory?.marks ?? [] },
    {
      ...{ bus, clock, ledger, source, state, tell },
      sleeper: new TimerSleeper(clock),
      newScanner: (path, offset) => {
        const before = headBefore(formats, path, offset);
        return newScanner({ path, reference: secondOf(clock), ...before });
      },
    },
  );
}

function sourceOf(
  options: AgentCommandOptions,
  logs: readonly WatchedLog[],
  memory: AgentMemory | undefined,
  head: MessageHead | undefined,
  { stdin }: Surroundings,
  clock: Clock,
): LogSource {
  const marks = (memory?.marks ?? []).map(({ mark }) => mark);
  const windowSeconds = readWindow(DEFAULTS.duration);
  // Goes on from the engine alone: what the epoch has is found by reading it all again.
  const isBlind = head !== undefined && memory === undefined;
  const findStart: FindStart = isBlind ? () => () => 0 : startFinder(options, windowSeconds, clock);
  const known = new Set(marks.map(({ path }) => path));
  const sleeper = new TimerSleeper(clock);
  const common = { logs, listeners: [], resume: marks, known, findStart };
  return followLogs({ ...common, stdin, clock, sleeper });
}

function startLine({ name, files, fleet, nats }: AgentCommandOptions): string {
  // A URL may have a password in it.
  const servers = nats.servers.map((url) => url.replace(/\/\/[^/]*@/, '//')).join(',');
  return `hitwatch agent ${name} follows ${files.join(', ')} for fleet ${fleet} at ${servers}`;
}
