import type { ColumnLayout } from './column-parser.ts';
import { Separator } from './column-scan.ts';
import { Field } from './field.ts';

const {
  ignored,
  host,
  hostPort,
  vhost,
  user,
  request,
  method,
  target,
  status,
  bytes,
  requestBytes,
} = Field;

/** What both kinds of load balancer write, in this order. */
const BALANCER_COLUMNS = [
  Field.timeIso,
  ignored,
  hostPort,
  ignored,
  Field.responseSecondsPart,
  Field.upstreamSecondsPart,
  Field.responseSecondsPart,
  status,
  ignored,
  requestBytes,
  bytes,
  request,
  Field.agent,
  ignored,
  Field.tls,
];

/** AWS, User Guide for Application Load Balancers, access log entries. */
export const ALB_LAYOUT: ColumnLayout = {
  separator: Separator.blank,
  columnsMin: 14,
  marks: [{ column: 0, oneOf: ['http', 'h2', 'ws', 'grpcs'] }],
  columns: [Field.scheme, ...BALANCER_COLUMNS],
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html */
export const ELB_LAYOUT: ColumnLayout = {
  separator: Separator.blank,
  columnsMin: 12,
  columns: BALANCER_COLUMNS,
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html */
export const S3_LAYOUT: ColumnLayout = {
  separator: Separator.blank,
  columnsMin: 17,
  marks: [{ column: 6, oneOf: ['REST.', 'WEBSITE.', 'SOAP.', 'BATCH.', 'S3.', 'COPY.'] }],
  columns: [
    ignored,
    vhost,
    Field.timeClf,
    host,
    user,
    ignored,
    ignored,
    ignored,
    request,
    status,
    ignored,
    bytes,
    ignored,
    Field.responseMillis,
    Field.upstreamMillis,
    Field.referrer,
    Field.agent,
    ignored,
    ignored,
    ignored,
    ignored,
    ignored,
    ignored,
    Field.tls,
  ],
};

/** https://cloud.google.com/storage/docs/access-logs */
export const GCS_LAYOUT: ColumnLayout = {
  separator: Separator.comma,
  columnsMin: 13,
  header: 'time_micros',
  columns: [
    Field.timeEpochMicros,
    host,
    ignored,
    ignored,
    method,
    target,
    status,
    requestBytes,
    bytes,
    Field.responseMicros,
    vhost,
    Field.referrer,
    Field.agent,
  ],
};

/** Envoy's default text: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability */
export const ENVOY_LAYOUT: ColumnLayout = {
  separator: Separator.blank,
  columnsMin: 12,
  columns: [
    Field.timeIso,
    request,
    status,
    ignored,
    requestBytes,
    bytes,
    Field.responseMillis,
    Field.upstreamMillis,
    Field.hostList,
    Field.agent,
    ignored,
    vhost,
  ],
};

/** The native format of Squid: https://wiki.squid-cache.org/Features/LogFormat */
export const SQUID_LAYOUT: ColumnLayout = {
  separator: Separator.blank,
  columnsMin: 9,
  marks: [{ column: 3, oneOf: ['TCP_', 'UDP_', 'NONE', 'TAG_'] }],
  columns: [
    Field.timeEpochSeconds,
    Field.responseMillis,
    host,
    Field.cacheAndStatus,
    bytes,
    method,
    target,
    user,
    ignored,
  ],
};
