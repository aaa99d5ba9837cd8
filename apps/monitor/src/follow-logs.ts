import type { Readable } from 'node:stream';

import {
  Claims,
  FileTailer,
  findWindowStart,
  type Followed,
  FollowedFile,
  FollowedGroup,
  FollowedStream,
  NodeFileSystem,
  type OpenLog,
  openNamedPipe,
  PassedOver,
  type SyslogListener,
} from '@hitwatch/adapters';
import type { Clock } from '@hitwatch/domain';
import type { LogMark, LogSource, Sleeper } from '@hitwatch/ports';

import type { FormatChoice } from './formats.ts';
import { newParser } from './scanners.ts';
import { headBefore } from './stream-head.ts';
import type { WatchedLog } from './watched-logs.ts';

/** Says of a path where a log that is there at the start is read from. */
export type FindStart = (path: string) => (log: OpenLog) => number;

export interface FollowedLogs {
  readonly logs: readonly WatchedLog[];
  readonly listeners: readonly SyslogListener[];
  /** Where an earlier run stopped, the generations of a path in the order of their lines. */
  readonly resume: readonly LogMark[];
  /** Paths of an earlier run: what is new there has come since, so none of it was counted. */
  readonly known: ReadonlySet<string>;
  readonly findStart: FindStart;
  readonly stdin: Readable;
  readonly clock: Clock;
  readonly sleeper: Sleeper;
}

/** Follows all logs of a command as one source. */
export function followLogs(setting: FollowedLogs): LogSource {
  const { logs, listeners, resume, known, findStart, stdin, clock, sleeper } = setting;
  let streams = 0;
  const nextStreamId = () => streams++;
  const onReady = () => {
    sleeper.wake();
  };
  const files = new NodeFileSystem();
  const claims = new Claims();
  const follow = (path: string, isNew: boolean) => {
    const start = isNew || known.has(path) ? () => 0 : findStart(path);
    const marks = resume.filter((mark) => mark.path === path);
    const common = { path, files, clock, nextStreamId, onReady };
    return new FollowedFile({ ...common, findStart: start, resume: marks });
  };
  const newFollowed = (log: WatchedLog): Followed => {
    switch (log.kind) {
      case 'file': {
        const file = follow(log.path, false);
        claims.add(log.path, file);
        return file;
      }
      case 'stream': {
        const readable = log.path === '-' ? stdin : openNamedPipe(log.path);
        return new FollowedStream(readable, { id: nextStreamId(), path: log.path }, onReady);
      }
      case 'group':
        return new FollowedGroup({ group: log.group, files, clock, claims, follow, resume });
      case 'packed':
        return new PassedOver({
          code: 'files_passed_over',
          message: `${log.what}: hitwatch report counts it`,
        });
    }
  };
  const followed = logs.map(newFollowed);
  for (const listener of listeners) listener.readBy({ clock, nextStreamId, onReady });
  return new FileTailer([...followed, ...listeners], clock, sleeper);
}

/** `--from`. */
export function startFinder(
  { from, formats }: { readonly from: 'start' | 'window' | 'end'; readonly formats: FormatChoice },
  windowSeconds: number,
  clock: Clock,
): FindStart {
  switch (from) {
    case 'start':
      return () => () => 0;
    case 'end':
      return () => (log) => log.size();
    case 'window':
      return (path) => (log) => {
        const head = headBefore(formats, path, log.size());
        const parser = newParser(formats, { path, reference: secondOf(clock), ...head });
        return findWindowStart(log, parser, windowSeconds);
      };
  }
}

export function secondOf(clock: Clock): number {
  return Math.floor(clock.nowMs() / 1000);
}
