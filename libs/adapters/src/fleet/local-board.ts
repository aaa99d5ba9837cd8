import type { Claim, NotificationBoard } from '@hitwatch/ports';

const CLAIMS_MAX = 10_000;

/** The board of one process, where every claim is one's own. */
export class LocalBoard implements NotificationBoard {
  readonly #claims = new Map<string, { sinceMs: number; isSent: boolean }>();
  readonly #values = new Map<string, Uint8Array>();

  claim(key: string, nowMs: number): Promise<Claim> {
    const held = this.#claims.get(key);
    if (held?.isSent === true) return Promise.resolve({ kind: 'sent' });
    if (held) return Promise.resolve({ kind: 'theirs', sinceMs: held.sinceMs });
    this.#claims.set(key, { sinceMs: nowMs, isSent: false });
    for (const oldest of this.#claims.keys()) {
      if (this.#claims.size <= CLAIMS_MAX) break;
      this.#claims.delete(oldest);
    }
    return Promise.resolve({ kind: 'ours' });
  }

  takeOver(key: string, nowMs: number): Promise<boolean> {
    const held = this.#claims.get(key);
    if (held === undefined || held.isSent) return Promise.resolve(false);
    held.sinceMs = nowMs;
    return Promise.resolve(true);
  }

  sent(key: string, nowMs: number): Promise<void> {
    this.#claims.set(key, { sinceMs: nowMs, isSent: true });
    return Promise.resolve();
  }

  remember(key: string, value: Uint8Array): Promise<void> {
    this.#values.set(key, value.slice());
    return Promise.resolve();
  }

  recall(key: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#values.get(key));
  }
}
