import type { MessageHead, RollupMessage } from './rollup-message.ts';
import { columnBytes, rollupBytes } from './second-rollup.ts';

/** Longer than an engine may leave what it has acknowledged unwritten to its disks (2 minutes). */
export const REPAIR_SECONDS = 130;
const RING_BYTES_MAX = 32 * 1024 * 1024;

/**
 * What was acknowledged lately. An engine acknowledges before its disks have it; when it comes back
 * without its last messages, the agent that made them still has them.
 */
export class PublicationRing {
  readonly #held: { readonly message: RollupMessage; readonly bytes: number }[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(message: RollupMessage): void {
    const bytes = messageBytes(message);
    this.#held.push({ message, bytes });
    this.#bytes += bytes;
    const oldestMs = message.sentMs - REPAIR_SECONDS * 1000;
    for (;;) {
      const [first] = this.#held;
      if (first === undefined || this.#held.length === 1) return;
      if (first.message.sentMs >= oldestMs && this.#bytes <= RING_BYTES_MAX) return;
      this.#held.shift();
      this.#bytes -= first.bytes;
    }
  }

  /** What the engine lacks that says this to be the agent's last message. */
  behind(stored: MessageHead | undefined, epoch: string): RollupMessage[] {
    const number = stored?.epoch === epoch ? stored.number : 0;
    return this.#held.filter(({ message }) => message.number > number).map((held) => held.message);
  }
}

/** About the bytes of a message, never too few. */
export function messageBytes({ rollups, clients, offsets }: RollupMessage): number {
  const sum = rollups.reduce((bytes, rollup) => bytes + rollupBytes(rollup), 200);
  const sources = offsets.reduce((bytes, { source }) => bytes + 3 * source.length + 15, 0);
  return sum + sources + (clients === undefined ? 0 : columnBytes(clients.clients));
}
