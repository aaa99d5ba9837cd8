const COMMONS = ['common', 'combined', 'vhost_common', 'vhost_combined'];
/** Formats that are told by more than a virtual host and an agent; half of the lines decide. */
const DISTINCT = ['traefik', 'nginx_ingress', 'lighttpd', 'combined_extended'];

/** How many lines looked like which format. */
export class LookCounts {
  readonly #counts = new Map<string, number>();
  #last = '';
  #lastCount = 0;

  /** Consecutive lines nearly always look alike, so the map is only touched when they do not. */
  add(look: string, lines = 1): void {
    if (look === this.#last) {
      this.#lastCount += lines;
      return;
    }
    this.#flush();
    this.#last = look;
    this.#lastCount = lines;
  }

  /** Lines by format. */
  get counts(): readonly (readonly [format: string, lines: number])[] {
    this.#flush();
    return [...this.#counts];
  }

  get total(): number {
    this.#flush();
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /**
   * The format of the file, undefined before the first line. One line with an agent makes Common
   * Combined and one with a virtual host makes it that of virtual hosts, since a server leaves out
   * what a request did not have.
   */
  get name(): string | undefined {
    const { total } = this;
    if (total === 0) return undefined;
    const has = (...names: readonly string[]) => names.some((name) => this.#counts.has(name));
    let [most, count] = ['', 0];
    for (const [name, lines] of this.#counts) if (lines > count) [most, count] = [name, lines];
    const distinct = DISTINCT.find((name) => (this.#counts.get(name) ?? 0) * 2 >= total);
    if (distinct !== undefined) return distinct;
    if (!COMMONS.includes(most) && !DISTINCT.includes(most)) return most;
    const common = has('combined', 'vhost_combined', ...DISTINCT) ? 'combined' : 'common';
    return has('vhost_common', 'vhost_combined') ? `vhost_${common}` : common;
  }

  #flush(): void {
    if (this.#lastCount === 0) return;
    this.#counts.set(this.#last, (this.#counts.get(this.#last) ?? 0) + this.#lastCount);
    this.#lastCount = 0;
    this.#last = '';
  }
}
