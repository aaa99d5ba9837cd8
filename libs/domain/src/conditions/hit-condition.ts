import type { TextField } from './hit-fields.ts';

export type NumberField = 'status' | 'bytes' | 'time';
export type NumberOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
/** `~` is contains, without regard to the case of ASCII letters; `^=` is begins with. */
export type TextOperator = '=' | '!=' | '~' | '^=';

/** The fields of a hit that a condition may ask for, in the order in which they are told. */
export const CONDITION_FIELDS = [
  'section',
  'url',
  'status',
  'method',
  'client',
  'referrer',
  'agent',
  'host',
  'vhost',
  'protocol',
  'bytes',
  'time',
  'file',
] as const;

export type ConditionField = (typeof CONDITION_FIELDS)[number];

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Expression[] }
  | { readonly kind: 'not'; readonly term: Expression }
  | {
      readonly kind: 'number';
      readonly field: NumberField;
      readonly operator: NumberOperator;
      /** Of `time` in microseconds. */
      readonly value: number;
    }
  /** A class such as 5xx: [500, 599]. */
  | { readonly kind: 'status_class'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'text';
      readonly field: TextField | 'file';
      readonly operator: TextOperator;
      readonly value: string;
    }
  /** `10.0.0.0/8`. */
  | { readonly kind: 'network'; readonly network: string };

/** What a hit has to be like: a plain value. Conditions of the same text are the same. */
export interface HitCondition {
  readonly text: string;
  readonly expression: Expression;
}

/** What is wrong with the text of a condition. */
export interface ConditionProblem {
  /** From 1, in UTF-16 units of the text. */
  readonly column: number;
  /** What is wrong, and what to do. */
  readonly message: string;
}

export type ParsedCondition =
  { readonly condition: HitCondition } | { readonly problem: ConditionProblem };
