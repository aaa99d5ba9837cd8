import { planOfApache } from './apache-definition.ts';
import { ClfLines } from './clf-lines.ts';
import { type ColumnLayout, ColumnParser } from './column-parser.ts';
import { CommonShortParser } from './common-short-parser.ts';
import type { FormatContext, FormatParser } from './format-parser.ts';
import { HaproxyParser } from './haproxy-parser.ts';
import { JsonParser } from './json-parser.ts';
import {
  ALB_LAYOUT,
  ELB_LAYOUT,
  ENVOY_LAYOUT,
  GCS_LAYOUT,
  S3_LAYOUT,
  SQUID_LAYOUT,
} from './known-layouts.ts';
import { FORMAT_ROWS } from './format-rows.ts';
import type { LineFormat } from './line-format.ts';
import { LogfmtParser } from './logfmt-parser.ts';
import { LtsvParser } from './ltsv-parser.ts';
import { PlanParser } from './plan-parser.ts';
import { iisNativePlan, sound, UNTIMED_PLAN, uwsgiPlan } from './server-lines.ts';
import { W3cParser } from './w3c-parser.ts';

/**
 * What detection tries, the more specific formats first. A probe that serves several formats says
 * of each line which of them it looks like.
 */
export interface FormatProbe {
  readonly name: string;
  /** Its lines state no time: it is of use only within a wrapper that does. */
  readonly isUntimed?: boolean;
  newParser(context: FormatContext): FormatParser;
}

const columns = (name: string, layout: ColumnLayout): FormatProbe => ({
  name,
  newParser: () => new ColumnParser(layout),
});

const SSL_REQUEST = '%t %h %{SSL_PROTOCOL}x %{SSL_CIPHER}x "%r" %b';

export const PROBES: readonly FormatProbe[] = [
  columns('aws_alb', ALB_LAYOUT),
  columns('aws_elb', ELB_LAYOUT),
  columns('aws_s3', S3_LAYOUT),
  columns('google_storage', GCS_LAYOUT),
  columns('envoy', ENVOY_LAYOUT),
  columns('squid', SQUID_LAYOUT),
  { name: 'haproxy', newParser: () => new HaproxyParser() },
  { name: 'uwsgi', newParser: ({ reference }) => new PlanParser(uwsgiPlan(reference)) },
  { name: 'iis_native', newParser: ({ reference }) => new PlanParser(iisNativePlan(reference)) },
  {
    name: 'apache_ssl_request',
    newParser: ({ reference }) => new PlanParser(sound(planOfApache(SSL_REQUEST, reference))),
  },
  { name: 'json', newParser: () => new JsonParser() },
  { name: 'w3c', newParser: () => new W3cParser() },
  { name: 'common', newParser: () => new ClfLines() },
  { name: 'common_short', newParser: () => new CommonShortParser() },
  { name: 'common_untimed', isUntimed: true, newParser: () => new PlanParser(UNTIMED_PLAN) },
  { name: 'ltsv', newParser: () => new LtsvParser() },
  { name: 'logfmt', newParser: () => new LogfmtParser() },
];

/** Every format that is known by name. */
export const FORMATS: readonly LineFormat[] = FORMAT_ROWS.map(
  ([name, probe, title, aliases, source, example]) => ({
    name,
    title,
    aliases: aliases === '' ? [] : aliases.split(' '),
    source,
    example,
    newParser: (context) => probeNamed(probe).newParser(context),
  }),
);

function probeNamed(name: string): FormatProbe {
  const probe = PROBES.find((candidate) => candidate.name === name);
  if (probe === undefined) throw new Error(`no probe is named ${name}`);
  return probe;
}

/** The format of that name or alias, in upper or lower case. */
export function formatNamed(name: string): LineFormat | undefined {
  const wanted = name.toUpperCase();
  return FORMATS.find(
    (format) => format.name.toUpperCase() === wanted || format.aliases.includes(wanted),
  );
}
