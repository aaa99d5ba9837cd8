import { Mix } from '../random/mix.ts';
import type { Random } from '../random/random.ts';
import { isBrowser } from '../site/agents.ts';
import { ASSETS, isBodiless, isWrite, type SectionKind } from '../site/section-kind.ts';
import type { Site } from '../site/site.ts';
import type { Hit } from './hit.ts';

const SERVER_ERRORS = new Mix([
  [500, 42],
  [502, 22],
  [503, 24],
  [504, 12],
]);

const ERROR_PAGE_BYTES = 560;
const REDIRECT_BYTES = 230;
/** How much the size of an answer that is made anew each time varies. */
const ANSWER_SIGMA = 0.15;

/** Who asks for what and how it is answered: fills one hit after the other. */
export class TrafficModel {
  readonly site: Site;
  readonly #errorShare: number;
  readonly #random: Random;

  /** `errorShare` is the probability of a status from 500 to 599. */
  constructor(site: Site, errorShare: number, random: Random) {
    this.site = site;
    this.#errorShare = errorShare;
    this.#random = random;
  }

  draw(hit: Hit): void {
    const { sections, clients } = this.site;
    const random = this.#random;
    const section = sections.pick(random);
    const kind = sections.kind(section);
    hit.client = clients.pick(random);
    hit.agent = clients.agent(hit.client);
    hit.user = clients.user(hit.client);
    hit.protocol = clients.protocol(hit.client);
    hit.host = kind.host;
    hit.method = kind.methods.pick(random);
    hit.status = this.#pickStatus(kind, hit.method);
    hit.url =
      hit.status === 404
        ? sections.pickGoneUrl(section, random)
        : sections.pickUrl(section, random);
    hit.query = random.chance(kind.queryShare) ? random.below(this.site.queries.size) : 0;
    hit.referrer = this.#pickReferrer(kind, hit.agent);
    hit.bytes = isBodiless(hit.method) ? 0 : this.#drawBytes(kind, hit.status, hit.url);
  }

  #pickStatus(kind: SectionKind, method: number): number {
    if (this.#random.chance(this.#errorShare)) return SERVER_ERRORS.pick(this.#random);
    return (isWrite(method) ? kind.writes : kind.reads).pick(this.#random);
  }

  #pickReferrer(kind: SectionKind, agent: number): number {
    const { referrers } = this.site;
    if (!isBrowser(agent)) return referrers.none;
    const draw = this.#random.unit();
    if (kind === ASSETS) return draw < 0.08 ? referrers.none : referrers.pickOwn(this.#random);
    if (draw < 0.38) return referrers.none;
    return draw < 0.8 ? referrers.pickOwn(this.#random) : referrers.pickElsewhere(this.#random);
  }

  #drawBytes(kind: SectionKind, status: number, url: number): number {
    if (status === 304 || status === 204) return 0;
    if (status >= 400) return Math.round(this.#random.logNormal(ERROR_PAGE_BYTES, ANSWER_SIGMA));
    if (status >= 300) return REDIRECT_BYTES;
    const whole = this.site.sections.urlBytes(url);
    if (status === 206) return 1 + this.#random.below(whole);
    return kind.fixedSize ? whole : Math.round(this.#random.logNormal(whole, ANSWER_SIGMA));
  }
}
