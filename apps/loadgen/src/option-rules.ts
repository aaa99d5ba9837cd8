import { UsageFailure } from '@hitwatch/adapters';

import { DEFAULTS, type OptionValues } from './command-line.ts';
import { readNumber } from './option-values.ts';

type OptionName = keyof OptionValues;

const INVENTED_ONLY: readonly OptionName[] = [
  'sections',
  'clients',
  'errors',
  'malformed',
  'format',
];
const REPLAY_ONLY: readonly OptionName[] = ['times', 'speed'];
const RATE_ONLY: readonly OptionName[] = ['spike', 'day-shape', 'arrivals'];
const ROTATION: readonly OptionName[] = [
  'rotate-lines',
  'rotate-every',
  'rotate-keep',
  'rotate-mode',
];

/** Refuses options that would do nothing beside each other, and a run that would fill a disk. */
export function refuseCombinations(values: OptionValues): void {
  const isReplay = values.replay !== undefined;
  const toFile = values.out !== undefined && values.out !== DEFAULTS.out;
  const rotates = values['rotate-lines'] !== undefined || values['rotate-every'] !== undefined;
  const flatOut = isFlatOut(values);

  refuse(values, isReplay ? INVENTED_ONLY : [], 'is for invented traffic', 'leave out --replay');
  refuse(values, isReplay ? [] : REPLAY_ONLY, 'is for a log that is replayed', 'add --replay FILE');
  if (isReplay && values.rate !== undefined) {
    refuse(values, ['speed'], 'and --rate exclude each other', 'give one of them');
  }
  if (flatOut || (isReplay && values.rate === undefined)) {
    refuse(values, RATE_ONLY, 'shapes a rate', 'add --rate with a number above 0');
  }
  if (flatOut) {
    refuse(values, ['fast'], 'lets times run on at --rate', 'give a --rate above 0');
  }
  if (values.fast !== true) {
    refuse(values, ['start'], 'is for times that run on by themselves', 'add --fast');
  }
  if (values.times === 'keep') {
    refuse(values, ['start'], 'is for times that are written anew', 'leave out --times keep');
  }
  if (!toFile) refuse(values, ROTATION, 'is for a file', 'add --out FILE');
  if (!rotates) {
    const remedy = 'add --rotate-lines or --rotate-every';
    refuse(values, ROTATION, 'says how to rotate but not when', remedy);
  }
  const limited = [values.for, values.count, values.bytes].some((limit) => limit !== undefined);
  if ((flatOut || values.fast === true) && toFile && !isReplay && !limited && !rotates) {
    throw new UsageFailure(
      'as fast as possible and without an end this would fill the disk',
      'add --for, --count or --bytes',
    );
  }
}

/** A rate of 0 is the user's way to say: without a limit. */
export function isFlatOut({ rate }: OptionValues): boolean {
  return rate !== undefined && readNumber('--rate', rate, 0) === 0;
}

function refuse(
  values: OptionValues,
  names: readonly OptionName[],
  why: string,
  remedy: string,
): void {
  const given = names.find((name) => values[name] !== undefined);
  if (given !== undefined) throw new UsageFailure(`--${given} ${why}`, remedy);
}
