import type {
  Comparison,
  GroupBy,
  NoData,
  RuleMetric,
  Severity,
  TransitionKind,
} from '@hitwatch/domain';

/** A threshold as it stands in the configuration. */
export type ThresholdSection = number | { readonly threshold: number; readonly recovery?: number };

export interface MuteSection {
  readonly days?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly zone?: string;
}

export interface RenotifySection {
  readonly after: string | number;
  readonly factor?: number;
  readonly max?: string | number;
  readonly times?: number;
}

/** An entry of `rules` that keeps to the schema. */
export interface RuleSection extends Readonly<Partial<Record<Severity, ThresholdSection>>> {
  readonly use?: string;
  readonly name?: string;
  readonly enabled?: boolean;
  readonly metric?: RuleMetric;
  readonly status?: number | string;
  readonly quantile?: string;
  readonly window?: string | number;
  readonly where?: string;
  readonly by?: GroupBy;
  readonly groups_max?: number;
  readonly min_hits?: number;
  readonly no_data?: NoData;
  readonly comparison?: Comparison;
  readonly for?: string | number;
  readonly keep_firing_for?: string | number;
  readonly renotify?: string | number | RenotifySection;
  readonly mute?: readonly MuteSection[];
  readonly labels?: Readonly<Record<string, string | number | boolean>>;
  readonly message?: string | Readonly<Partial<Record<TransitionKind, string>>>;
  readonly channels?: readonly string[];
}
