import type { Clock } from '@hitwatch/domain';
import type { FileSystem, LogMark } from '@hitwatch/ports';

import type { OpenLog } from './open-log.ts';

export interface FollowedFileOptions {
  readonly path: string;
  readonly files: FileSystem;
  readonly clock: Clock;
  /** A number for each new stream, unique in the run. */
  readonly nextStreamId: () => number;
  /**
   * Where to begin in a file that is there at the start. Later ones are read from their first byte.
   */
  readonly findStart: (log: OpenLog) => number;
  /** Where an earlier run stopped in this path, the generations in the order of their lines. */
  readonly resume: readonly LogMark[];
  /** Called when a poll would find something; not on every file system, and not for each change. */
  readonly onReady: () => void;
}
