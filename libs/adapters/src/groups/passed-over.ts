import type { Notice, SourceEvent } from '@hitwatch/ports';

import type { Followed } from '../files/followed.ts';

/** Something that was named and cannot be followed: it says why, and is over. */
export class PassedOver implements Followed {
  #notice: Notice | undefined;

  constructor(notice: Notice) {
    this.#notice = notice;
  }

  poll(): Promise<SourceEvent> {
    const notice = this.#notice;
    this.#notice = undefined;
    return Promise.resolve(notice === undefined ? { kind: 'end' } : { kind: 'notice', notice });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
