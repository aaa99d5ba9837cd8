import type { Random } from '../random/random.ts';
import { agentTexts } from './agents.ts';
import { Clients, PROTOCOLS, USERS } from './clients.ts';
import { Referrers } from './referrers.ts';
import { HOSTS, METHODS } from './section-kind.ts';
import { Sections } from './sections.ts';
import { slug } from './words.ts';
import { TextPool } from './text-pool.ts';

const QUERIES = 60;

export interface SiteOptions {
  /** At least 1. */
  readonly sections: number;
  /** At least 1. */
  readonly clients: number;
}

/**
 * A site that does not exist: what it serves, who visits it, and every text that its log can show.
 */
export class Site {
  readonly sections: Sections;
  readonly clients: Clients;
  readonly referrers: Referrers;
  readonly hosts = new TextPool(HOSTS);
  readonly methods = new TextPool(METHODS);
  readonly protocols = new TextPool(PROTOCOLS);
  readonly users = new TextPool(USERS);
  readonly agents = agentTexts;
  /** The first is empty. */
  readonly queries: TextPool;

  constructor({ sections, clients }: SiteOptions, random: Random) {
    this.sections = new Sections(sections, random);
    this.clients = new Clients(clients, random);
    this.referrers = new Referrers(this.sections, random);
    this.queries = new TextPool(['']);
    for (let query = 1; query < QUERIES; query++) this.queries.add(inventQuery(random));
  }
}

function inventQuery(random: Random): string {
  switch (random.below(4)) {
    case 0:
      return `?page=${1 + random.below(40)}`;
    case 1:
      return `?q=${slug(random).replace('-', '+')}`;
    case 2:
      return `?id=${random.below(100_000)}&sort=date`;
    default:
      return '?utm_source=newsletter&utm_medium=email';
  }
}
