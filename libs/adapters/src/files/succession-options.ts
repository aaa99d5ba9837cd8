import type { Clock } from '@hitwatch/domain';
import type { FileSystem, SourceEvent } from '@hitwatch/ports';

import type { DrainingSet } from './draining.ts';
import type { KnownGenerations } from './known-generations.ts';

export interface SuccessionOptions {
  readonly path: string;
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly nextStreamId: () => number;
  readonly draining: DrainingSet;
  readonly known: KnownGenerations;
  readonly onEvent: (event: SourceEvent) => void;
}
