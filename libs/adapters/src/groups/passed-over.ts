import type { Notice, SourceEvent } from '@hitwatch/ports';

import type { Followed } from '../files/followed.ts';

/** Something that was named and cannot be followed: it says why, and is over. */
export class PassedOver implements Followed {
  readonly pollMs = Infinity;
  #notice: Notice | undefined;

  constructor(notice: Notice) {
    this.#notice = notice;
  }

  poll(): SourceEvent {
    const notice = this.#notice;
    this.#notice = undefined;
    return notice === undefined ? { kind: 'end' } : { kind: 'notice', notice };
  }

  marks(): readonly [] {
    return [];
  }

  close(): void {
    // Nothing is open.
  }
}
