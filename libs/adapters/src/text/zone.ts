import { TZDate } from '@date-fns/tz';
import { formatRFC3339 } from 'date-fns/formatRFC3339';

import { UsageFailure } from '../command-line/failure.ts';

/** The zone in which a person reads times. Machine output is always UTC. */
export class Zone {
  static readonly utc = new Zone('UTC');
  readonly #name: string | undefined;

  /**
   * `local`, `utc` or a name of the IANA database such as `Europe/Paris`. Throws `UsageFailure` for
   * others.
   */
  static named(name: string): Zone {
    const lower = name.toLowerCase();
    if (lower === 'local') return new Zone(undefined);
    if (lower === 'utc') return Zone.utc;
    try {
      return new Zone(new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone);
    } catch (error) {
      throw new UsageFailure(
        `--timezone ${JSON.stringify(name)} is no time zone`,
        'give local, utc or a name such as Europe/Paris',
        { cause: error },
      );
    }
  }

  private constructor(name: string | undefined) {
    this.#name = name;
  }

  /**
   * RFC 3339 to the second with the offset of the zone: `2026-01-02T03:04:05+01:00`, or `Z` for
   * UTC.
   */
  timestamp(epochSecond: number): string {
    // Machine output is always UTC, and to set up a zone takes longer than to read many lines.
    if (this.#name === 'UTC') return `${new Date(epochSecond * 1000).toISOString().slice(0, -5)}Z`;
    return formatRFC3339(this.#date(epochSecond * 1000));
  }

  /** `03:04:05` */
  timeOfDay(epochMs: number): string {
    const date = this.#date(epochMs);
    const parts = [date.getHours(), date.getMinutes(), date.getSeconds()];
    return parts.map((part) => String(part).padStart(2, '0')).join(':');
  }

  /** The first millisecond of the day that an instant is in, both since the epoch. */
  startOfDay(epochMs: number): number {
    return this.#date(epochMs).setHours(0, 0, 0, 0);
  }

  #date(epochMs: number): Date {
    return this.#name === undefined ? new Date(epochMs) : new TZDate(epochMs, this.#name);
  }
}
