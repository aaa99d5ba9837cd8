import type { TargetKind } from '../parser/access-record.ts';
import type { UnparsedReason } from '../parser/unparsed-reason.ts';

export type TargetKindName = keyof typeof TargetKind;

/** What a parser found in a line, with its text fields as strings of one character a byte. */
export interface Reading {
  readonly second: number;
  readonly status: number;
  readonly bytes: number;
  readonly vhost: string;
  readonly host: string;
  readonly user: string;
  readonly method: string;
  readonly protocol: string;
  readonly kind: TargetKindName;
  readonly target: string;
  readonly url: string;
  readonly section: string;
  readonly referrer: string;
  readonly agent: string;
}

export interface Refusal {
  readonly reason: UnparsedReason;
}
