import { FLEET_SCHEMA, isFleetName } from './fleet-config.ts';
import { FLEET_LIMITS } from './fleet-limits.ts';
import type { RollupMessage, SourceOffset } from './rollup-message.ts';
import type { ClientsRollup, SecondRollup } from './second-rollup.ts';
import { isVisitorSketch, VisitorSketch } from './visitor-sketch.ts';
import {
  arrayAt,
  bytesAt,
  columnsFromWire,
  columnsToWire,
  flagAt,
  mapAt,
  text,
  textAt,
  timesFromWire,
  timesToWire,
  whole,
  wholeAt,
  type WireMap,
  WireProblem,
  wholesAt,
} from './wire-values.ts';

const EPOCH_MAX = 128;
const SOURCE_MAX = 128;
const PROGRAM_MAX = 64;
const STATUS_MAX = 999;
/** Far beyond any log, and far below what arithmetic on seconds could spoil. */
const SECOND_MAX = 2 ** 40;

/** Why a message was not taken. */
export const WIRE_REFUSALS = [
  'garbage',
  'too_large',
  'not_ours',
  'newer_version',
  'malformed',
] as const;
export type WireRefusal = (typeof WIRE_REFUSALS)[number];

export type WireReading =
  | { readonly message: RollupMessage }
  /** `detail` says what of it, without a text that the message states. */
  | { readonly refused: WireRefusal; readonly detail: string };

/** A message as the maps, arrays, numbers, texts and bytes that docs/fleet-wire.md describes. */
export function messageToWire(message: RollupMessage): WireMap {
  const { clients } = message;
  return {
    v: FLEET_SCHEMA,
    cfg: message.config,
    a: message.agent,
    e: message.epoch,
    n: message.number,
    r: message.revision,
    wm: message.watermark,
    o: message.offsets.flatMap(({ source, offset }) => [source, offset]),
    pv: message.program,
    pt: message.sentMs,
    ...(message.bye ? { bye: true } : {}),
    lt: message.late,
    fu: message.future,
    up: message.unparsed,
    lb: message.lostBytes,
    rs: message.rollups.map((rollup) => rollupToWire(rollup)),
    ...(clients === undefined
      ? {}
      : { cl: { s: clients.second, t: columnsToWire(clients.clients) } }),
  };
}

/** The message of such a map, or why it is none. */
export function messageFromWire(value: unknown): WireReading {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof WireProblem)) throw error;
    return { refused: 'malformed', detail: error.message };
  }
}

function read(value: unknown): WireReading {
  const isMap = typeof value === 'object' && value !== null && 'v' in value;
  if (!isMap) return { refused: 'not_ours', detail: 'it is no map with a version' };
  const map = mapAt(value, 'the message');
  const version = wholeAt(map, 'v');
  if (version > FLEET_SCHEMA) {
    const detail = `its version is ${version}, and this program reads ${FLEET_SCHEMA}`;
    return { refused: 'newer_version', detail };
  }
  if (version !== FLEET_SCHEMA) return { refused: 'not_ours', detail: 'there is no such version' };
  const agent = textAt(map, 'a', FLEET_LIMITS.nameMax);
  if (!isFleetName(agent)) throw new WireProblem('a is no name');
  const { lateSecondsMax, rollupsMax } = FLEET_LIMITS;
  const rollups = arrayAt(map, 'rs', rollupsMax + lateSecondsMax);
  return {
    message: {
      agent,
      config: wholeAt(map, 'cfg'),
      epoch: textAt(map, 'e', EPOCH_MAX),
      number: positive(wholeAt(map, 'n'), 'n'),
      revision: wholeAt(map, 'r'),
      watermark: second(map, 'wm'),
      offsets: offsetsFromWire(map),
      program: textAt(map, 'pv', PROGRAM_MAX),
      sentMs: wholeAt(map, 'pt'),
      bye: flagAt(map, 'bye'),
      late: wholeAt(map, 'lt'),
      future: wholeAt(map, 'fu'),
      unparsed: wholeAt(map, 'up'),
      lostBytes: wholeAt(map, 'lb'),
      rollups: rollups.map((rollup) => rollupFromWire(rollup)),
      clients: map['cl'] === undefined ? undefined : clientsFromWire(map['cl']),
    },
  };
}

function rollupToWire(rollup: SecondRollup): WireMap {
  return {
    s: rollup.second,
    p: rollup.part,
    h: rollup.hits,
    b: rollup.bytes,
    st: rollup.statuses,
    me: columnsToWire(rollup.methods),
    se: columnsToWire(rollup.sections),
    ...(rollup.times === undefined ? {} : { la: timesToWire(rollup.times) }),
    vi: rollup.visitors,
  };
}

function rollupFromWire(value: unknown): SecondRollup {
  const map = mapAt(value, 'a rollup');
  const visitors = bytesAt(map, 'vi', VisitorSketch.encodedBytesMax);
  if (!isVisitorSketch(visitors)) throw new WireProblem('vi is no sketch');
  return {
    second: second(map, 's'),
    part: wholeAt(map, 'p'),
    hits: wholeAt(map, 'h'),
    bytes: wholeAt(map, 'b'),
    statuses: statusesFromWire(map),
    methods: columnsFromWire(map['me'], 'me', FLEET_LIMITS.methodsMax),
    sections: columnsFromWire(map['se'], 'se', FLEET_LIMITS.sectionsMax),
    times: map['la'] === undefined ? undefined : timesFromWire(map['la']),
    visitors,
  };
}

function statusesFromWire(map: WireMap): number[] {
  const statuses = wholesAt(map, 'st', 2 * (STATUS_MAX + 1));
  if (statuses.length % 2 !== 0) throw new WireProblem('st has an odd length');
  for (let at = 0, before = -1; at < statuses.length; at += 2) {
    const code = statuses[at]!; // at < length
    if (code <= before || code > STATUS_MAX) throw new WireProblem('st has no ascending codes');
    before = code;
  }
  return statuses;
}

function clientsFromWire(value: unknown): ClientsRollup {
  const map = mapAt(value, 'cl');
  const clients = columnsFromWire(map['t'], 'cl', FLEET_LIMITS.clientsSent);
  return { second: second(map, 's'), clients };
}

function offsetsFromWire(map: WireMap): SourceOffset[] {
  const pairs = arrayAt(map, 'o', 2 * FLEET_LIMITS.sourcesMax);
  if (pairs.length % 2 !== 0) throw new WireProblem('o has an odd length');
  const offsets: SourceOffset[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const source = text(pairs[at], 'o', SOURCE_MAX);
    offsets.push({ source, offset: whole(pairs[at + 1], 'o') });
  }
  return offsets;
}

function second(map: WireMap, name: string): number {
  const value = wholeAt(map, name);
  if (value > SECOND_MAX) throw new WireProblem(`${name} is no second`);
  return value;
}

function positive(value: number, name: string): number {
  if (value === 0) throw new WireProblem(`${name} is 0`);
  return value;
}
