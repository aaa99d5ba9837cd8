import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';

import type { FileStatus, FileSystem } from '@hitwatch/ports';

/** A pipe that nobody writes to would be waited for, and a terminal become that of the process. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** The file system of this machine. */
export class NodeFileSystem implements FileSystem {
  open(path: string): number {
    return openSync(path, FLAGS);
  }

  status(fd: number): FileStatus {
    return fstatSync(fd);
  }

  statusAt(path: string): FileStatus {
    return statSync(path);
  }

  read(fd: number, buffer: Uint8Array, position: number): number {
    return readSync(fd, buffer, 0, buffer.length, position);
  }

  close(fd: number): void {
    closeSync(fd);
  }

  list(folder: string): readonly string[] {
    return readdirSync(folder);
  }

  realPath(path: string): string {
    return realpathSync(path);
  }
}
