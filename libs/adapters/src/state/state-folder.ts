import { join } from 'node:path';

import type { Clock } from '@hitwatch/domain';
import type {
  Checkpoint,
  Disk,
  LoadedState,
  MonitorMemory,
  MonitorState,
  StateStore,
} from '@hitwatch/ports';

import { EnvironmentFailure } from '../command-line/failure.ts';
import { NodeDisk } from '../disk/node-disk.ts';
import { writeWhole } from '../disk/write-whole.ts';
import { type EarlierMemory, memoryOfEarlier } from './earlier-memory.ts';
import { FolderLock } from './folder-lock.ts';
import { decodeValues, encodeValues } from './plain-values.ts';
import { headerOf, section, type Section, sectionsOf, UnusableState } from './sections.ts';
import { stateFailure } from './state-failure.ts';

/** What is not counted. Versions that knew one rule only have it by the earlier name. */
const MEMORY = 'monitor/2';
const EARLIER_MEMORY = 'monitor';

/**
 * The state of a monitor as a file `state` in a folder of its own. It is written beside the old
 * one, brought to the disk and renamed, so that there is a whole one at any moment. The total, by
 * far the most of it, is encoded only when it is another one; what changes with every line is
 * small.
 */
export class StateFolder implements StateStore {
  readonly name: string;
  readonly #disk: Disk;
  readonly #clock: Clock;
  readonly #lock: FolderLock;
  #total: { readonly version: number; readonly section: Section } | undefined;
  #isLost = false;

  private constructor(folder: string, clock: Clock, disk: Disk, lock: FolderLock) {
    this.name = folder;
    this.#clock = clock;
    this.#disk = disk;
    this.#lock = lock;
  }

  /**
   * Makes the folder if it is missing, and takes it for this run. Rejects with an
   * `EnvironmentFailure` when it cannot be written or is in use.
   */
  static async open(
    folder: string,
    clock: Clock,
    disk: Disk = new NodeDisk(),
  ): Promise<StateFolder> {
    try {
      await disk.makeFolder(folder);
    } catch (error) {
      throw stateFailure(folder, error);
    }
    return new StateFolder(folder, clock, disk, await FolderLock.take(folder, clock));
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  async load(): Promise<LoadedState> {
    const path = this.#path;
    const bytes = await this.#telling(path, () => this.#disk.read(path));
    if (bytes === undefined) return { state: undefined, notices: [] };
    try {
      return { state: decodeState(bytes), notices: [] };
    } catch (error) {
      if (!(error instanceof UnusableState)) throw error;
      const time = new Date(this.#clock.nowMs()).toISOString().replace(/[-:]/g, '');
      const aside = `${path}.damaged-${time}`;
      await this.#telling(path, () => this.#disk.rename(path, aside));
      const message = `${path} ${error.message}: set aside as ${aside}; the count begins anew`;
      return { state: undefined, notices: [{ code: 'state_set_aside', message }] };
    }
  }

  /** One old state is kept, in case that it was not meant. */
  async forget(): Promise<void> {
    const path = this.#path;
    const old = await this.#telling(path, () => this.#disk.read(path));
    if (old !== undefined) {
      await this.#telling(path, () => this.#disk.rename(path, `${path}.old`));
    }
  }

  async save(checkpoint: Checkpoint): Promise<number> {
    const sections = this.#encode(checkpoint);
    const header = headerOf(sections);
    this.#checkLock();
    const path = this.#path;
    const fresh = `${path}.new`;
    try {
      await this.#write(fresh, [header, ...sections.map(({ bytes }) => bytes)]);
      this.#checkLock();
      await this.#disk.rename(fresh, path);
      await this.#disk.syncFolder(this.name);
    } catch (error) {
      throw stateFailure(path, error);
    }
    return sections.reduce((sum, { bytes }) => sum + bytes.length, header.length);
  }

  close(): Promise<void> {
    return this.#lock.release();
  }

  get #path(): string {
    return join(this.name, 'state');
  }

  #encode({ total, interval, ...memory }: Checkpoint): readonly Section[] {
    if (this.#total?.version !== total.version) {
      const encoded = section('total', encodeValues(total.state()));
      this.#total = { version: total.version, section: encoded };
    }
    return [
      section(MEMORY, encodeValues(memory)),
      section('interval', encodeValues(interval)),
      this.#total.section,
    ];
  }

  async #write(path: string, pieces: readonly Uint8Array[]): Promise<void> {
    const file = await this.#disk.open(path, 'replace');
    try {
      for (const piece of pieces) await writeWhole(file, piece);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Another run must not find its state replaced by ours. */
  #checkLock(): void {
    if (this.#lock.isHeld()) return;
    this.#isLost = true;
    const what = `state ${this.name}: its lock was removed, or taken by another hitwatch`;
    throw new EnvironmentFailure('ELOCKLOST', what, 'run one at a time, and leave its lock alone');
  }

  async #telling<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw stateFailure(path, error);
    }
  }
}

/** The state in a whole file. Throws `UnusableState`. */
export function decodeState(bytes: Uint8Array): MonitorState {
  const sections = sectionsOf(bytes);
  const valuesOf = (name: string): unknown => {
    const values = sections.get(name);
    if (values === undefined) throw new UnusableState('is incomplete');
    return decodeValues(values);
  };
  // What has the checksum of a section and its version was written by `#encode`.
  const memory = sections.has(EARLIER_MEMORY)
    ? memoryOfEarlier(valuesOf(EARLIER_MEMORY) as EarlierMemory)
    : (valuesOf(MEMORY) as MonitorMemory);
  return {
    ...memory,
    interval: valuesOf('interval') as MonitorState['interval'],
    total: valuesOf('total') as MonitorState['total'],
  };
}
