import { join } from 'node:path';

import {
  encodeJson,
  EnvironmentFailure,
  FolderLock,
  NodeDisk,
  systemErrorCode,
} from '@hitwatch/adapters';
import type { AgentCheckpoint, Clock } from '@hitwatch/domain';
import type { Disk, Notice } from '@hitwatch/ports';

import type { SourceMark } from './agent-logs.ts';

export interface AgentMemory {
  readonly checkpoint: AgentCheckpoint;
  readonly marks: readonly SourceMark[];
}

/**
 * Where an agent goes on reading: a file `agent` in a folder of its own, replaced as a whole. It is
 * a hint and no more: what was published, the engine knows.
 */
export class AgentState {
  readonly #folder: string;
  readonly #disk: Disk;
  readonly #lock: FolderLock;

  private constructor(folder: string, disk: Disk, lock: FolderLock) {
    this.#folder = folder;
    this.#disk = disk;
    this.#lock = lock;
  }

  /** Rejects with an `EnvironmentFailure` when the folder cannot be written or is in use. */
  static async open(folder: string, clock: Clock): Promise<AgentState> {
    const disk = new NodeDisk();
    try {
      await disk.makeFolder(folder);
    } catch (error) {
      throw failure(folder, error);
    }
    return new AgentState(folder, disk, await FolderLock.take(folder, clock));
  }

  /** What an agent of this name left. One that cannot be read is as good as none. */
  async load(agent: string): Promise<{ memory: AgentMemory | undefined; notices: Notice[] }> {
    let bytes: Uint8Array | undefined;
    try {
      bytes = await this.#disk.read(this.#path);
    } catch (error) {
      throw failure(this.#path, error);
    }
    if (bytes === undefined) return { memory: undefined, notices: [] };
    const memory = memoryIn(Buffer.from(bytes).toString());
    if (memory?.checkpoint.agent === agent) return { memory, notices: [] };
    const what = memory === undefined ? 'is damaged' : `is of ${memory.checkpoint.agent}`;
    const message = `${this.#path} ${what}: what the engine has is gone on from`;
    return { memory: undefined, notices: [{ code: 'state_unusable', message }] };
  }

  async save({ checkpoint, marks }: AgentMemory): Promise<void> {
    const written = marks.map(({ source, mark }) => {
      const fingerprint = Buffer.from(mark.fingerprint).toString('base64');
      return { source, mark: { ...mark, fingerprint } };
    });
    const bytes = Buffer.from(encodeJson({ checkpoint, marks: written }));
    const fresh = `${this.#path}.new`;
    try {
      if (!this.#lock.isHeld()) throw new Error('its lock is not ours any more');
      const file = await this.#disk.open(fresh, 'replace');
      try {
        for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
        await file.sync();
      } finally {
        await file.close();
      }
      await this.#disk.rename(fresh, this.#path);
      await this.#disk.syncFolder(this.#folder);
    } catch (error) {
      throw failure(this.#path, error);
    }
  }

  close(): Promise<void> {
    return this.#lock.release();
  }

  get #path(): string {
    return join(this.#folder, 'agent');
  }
}

interface Written {
  readonly checkpoint?: Partial<AgentCheckpoint>;
  readonly marks?: readonly {
    readonly source?: string;
    readonly mark: Omit<SourceMark['mark'], 'fingerprint'> & { readonly fingerprint: string };
  }[];
}

function memoryIn(text: string): AgentMemory | undefined {
  try {
    // Only we write there; another version says so, and all else is caught or is no checkpoint.
    const { checkpoint, marks } = JSON.parse(text) as Written;
    if (checkpoint?.version !== 1 || !Array.isArray(checkpoint.sources)) return undefined;
    const read = (marks ?? []).map(({ source, mark }) => {
      const fingerprint = Buffer.from(mark.fingerprint, 'base64');
      return { source, mark: { ...mark, fingerprint } };
    });
    return { checkpoint: checkpoint as AgentCheckpoint, marks: read };
  } catch {
    return undefined;
  }
}

function failure(path: string, cause: unknown): EnvironmentFailure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const code = systemErrorCode(cause) ?? 'state';
  const remedy = 'give --state a folder that can be written';
  return new EnvironmentFailure(code, `state ${path}: ${reason}`, remedy, { cause });
}
