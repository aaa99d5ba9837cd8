/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed-array reads in the hot path */
import { AliasTable } from '../random/alias-table.ts';
import type { Random } from '../random/random.ts';
import { zipfWeights } from '../random/zipf.ts';
import { AGENT_SHARES, isBrowser } from './agents.ts';
import { TextPool } from './text-pool.ts';

const CLIENT_EXPONENT = 0.8;
const IPV6_SHARE = 0.12;
const SIGNED_IN_SHARE = 0.02;

/** First octets that no client on the public network has. */
const RESERVED = new Set([0, 10, 100, 127, 169, 172, 192, 198, 203]);

export const PROTOCOLS = ['HTTP/1.1', 'HTTP/2.0', 'HTTP/3.0', 'HTTP/1.0'] as const;
const [HTTP11, HTTP2, HTTP3, HTTP10] = [0, 1, 2, 3] as const;

export const USERS = ['-', 'alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'] as const;

/**
 * Who asks: each client has one address, agent and protocol for good. The most active come first.
 */
export class Clients {
  readonly addresses = new TextPool();
  readonly #ranking: AliasTable;
  readonly #agents: Uint8Array;
  readonly #protocols: Uint8Array;
  readonly #users: Uint8Array;

  constructor(count: number, random: Random) {
    this.#ranking = new AliasTable(zipfWeights(count, CLIENT_EXPONENT));
    const agents = new AliasTable(AGENT_SHARES);
    this.#agents = Uint8Array.from({ length: count }, () => agents.pick(random));
    this.#protocols = this.#agents.map((agent) => pickProtocol(agent, random));
    this.#users = this.#agents.map((agent) =>
      isBrowser(agent) && random.chance(SIGNED_IN_SHARE) ? 1 + random.below(USERS.length - 1) : 0,
    );
    const taken = new Set<string>();
    while (taken.size < count) {
      const address = random.chance(IPV6_SHARE) ? ipv6(random) : ipv4(random);
      if (taken.has(address)) continue;
      taken.add(address);
      this.addresses.add(address);
    }
  }

  pick(random: Random): number {
    return this.#ranking.pick(random);
  }

  agent(client: number): number {
    return this.#agents[client]!; // client < count, here and below
  }

  protocol(client: number): number {
    return this.#protocols[client]!;
  }

  user(client: number): number {
    return this.#users[client]!;
  }
}

function pickProtocol(agent: number, random: Random): number {
  const draw = random.unit();
  if (!isBrowser(agent)) return draw < 0.05 ? HTTP10 : draw < 0.75 ? HTTP11 : HTTP2;
  return draw < 0.12 ? HTTP11 : draw < 0.9 ? HTTP2 : HTTP3;
}

function ipv4(random: Random): string {
  let first = 0;
  while (RESERVED.has(first)) first = 1 + random.below(223);
  return `${first}.${random.below(256)}.${random.below(256)}.${1 + random.below(254)}`;
}

/** In the prefix of RFC 3849, written as RFC 5952 wants it. */
function ipv6(random: Random): string {
  const group = () => (1 + random.below(0xffff)).toString(16);
  return `2001:db8:${group()}:${group()}::${group()}`;
}
