import { type AlertRule, METRIC_WORDS } from '@hitwatch/domain';

import { percent, shortBytes, shortDuration, shortRate, shortTime } from './numbers.ts';

/** What a rule looks at, in words. */
export function metricWords({ metric, quantile = 0.95 }: AlertRule): string {
  if (metric === 'response_time') return `p${Number((quantile * 100).toFixed(1))} response time`;
  if (metric === 'silence_seconds') return 'silence';
  return METRIC_WORDS[metric];
}

/** A value of a rule's metric, or a factor of it. */
export function metricText({ metric, comparison }: AlertRule, value: number): string {
  if (comparison === 'change_above' || comparison === 'change_below') return `×${shortRate(value)}`;
  switch (metric) {
    case 'bytes_per_second':
      return `${shortBytes(Math.round(value))}/s`;
    case 'status_share':
    case 'error_share':
    case 'unparsed_share':
      return percent(value, 1);
    case 'response_time':
      return value === 0 ? '0' : shortTime(value * 1e6);
    case 'silence_seconds':
      return value === 0 ? '0' : shortDuration(value * 1000);
    default:
      return value < 1000 ? String(Number(value.toPrecision(3))) : shortRate(value);
  }
}
