/**
 * Unpacks what it is given piece by piece and hands on what that gives, at once, so that nothing of
 * it is held: a small file may hold very much.
 */
export interface Unpacker {
  /**
   * Takes what comes next; resolves when all that it gives has been handed on. The chunk must not
   * be changed afterwards. Rejects with `DamagedData`, and is not used any more then.
   */
  push(chunk: Uint8Array): Promise<void>;
  /** No more will come. Rejects with `DamagedData` when that is too early. */
  end(): Promise<void>;
}

/** Packed data that is not what it should be. What was handed on before stays good. */
export class DamagedData extends Error {
  readonly endsEarly: boolean;

  constructor(what: 'ends early' | 'is damaged', options?: { cause?: unknown }) {
    super(what, options);
    this.name = 'DamagedData';
    this.endsEarly = what === 'ends early';
  }
}
