import type { NewScanner, Rollup } from '@hitwatch/domain';
import type { BlockEvent, LogStream } from '@hitwatch/ports';

import type { Ledger } from '../ledger.ts';

/** Somebody who looks on while a monitor works, and changes nothing of what it counts. */
export interface Spectator {
  /** Before the first line: what will be counted into. */
  begin(ledger: Ledger): void;
  /** The scanners of this monitor, as they are to be. */
  scanners(newScanner: NewScanner): NewScanner;
  /** After a block was counted; its bytes are valid during the call. */
  took(event: BlockEvent): void;
  /** No more bytes of the stream will come. */
  finished(stream: LogStream): void;
  /** An interval is about to be closed; wall-clock milliseconds. It stays as it is. */
  closing(interval: Rollup, fromMs: number, toMs: number): void;
  /** Lets keys and timers have their turn, if they have waited long enough. */
  breathe(): Promise<void> | undefined;
}
