// The options of commands that read logs.
import { UsageFailure, Zone } from '@hitwatch/adapters';

import { DEFAULTS } from './defaults.ts';
import { type FormatValues, readChoice } from './format-options.ts';
import type { FormatChoice } from './formats.ts';
import { readSite, readTop } from './option-values.ts';

export interface CommonOptions {
  /** As given; empty when none is. */
  readonly files: readonly string[];
  /** Rows of a table, 0 for all. */
  readonly top: number;
  readonly site: string | undefined;
  readonly zone: Zone;
  readonly formats: FormatChoice;
  /** What the user should know before anything begins. */
  readonly notices: readonly string[];
}

interface CommonValues extends FormatValues {
  readonly file?: string[];
  readonly top?: string;
  readonly site?: string;
  readonly timezone?: string;
}

export function readCommon(values: CommonValues, positionals: readonly string[]): CommonOptions {
  const { choice, files, notices } = readChoice(values, [...(values.file ?? []), ...positionals]);
  return {
    files: readFiles(files),
    formats: choice,
    notices,
    top: readTop(values.top ?? DEFAULTS.top),
    site: values.site === undefined ? undefined : readSite(values.site),
    zone: Zone.named(values.timezone ?? DEFAULTS.timezone),
  };
}

/** Standard input can be read only once, however often it is named. */
export function readFiles(files: readonly string[]): readonly string[] {
  if (files.includes('')) {
    throw new UsageFailure('a FILE has no name', 'name a log, or - for input');
  }
  return files.filter((file, index) => file !== '-' || files.indexOf('-') === index);
}
