// The variables of nginx's log_format: https://nginx.org/en/docs/varindex.html
import { Field } from './field.ts';
import { type FormatPart, type FormatPlan, type FormatProblem, planOf } from './format-plan.ts';

type Meaning = readonly [field: number, rank: number];

const VARIABLES = new Map<string, Meaning>([
  ['remote_addr', [Field.host, 3]],
  ['http_x_real_ip', [Field.host, 1]],
  ['realip_remote_addr', [Field.host, 1]],
  ['proxy_protocol_addr', [Field.host, 2]],
  ['binary_remote_addr', [Field.ignored, 0]],
  ['http_x_forwarded_for', [Field.forwarded, 2]],
  ['proxy_add_x_forwarded_for', [Field.forwarded, 1]],
  ['remote_user', [Field.user, 0]],
  ['time_local', [Field.timeClf, 1]],
  ['time_iso8601', [Field.timeIso, 1]],
  ['msec', [Field.timeEpochSeconds, 2]],
  ['request', [Field.request, 0]],
  ['request_method', [Field.method, 0]],
  ['request_uri', [Field.target, 2]],
  ['uri', [Field.target, 1]],
  ['document_uri', [Field.target, 1]],
  ['server_protocol', [Field.protocol, 0]],
  ['status', [Field.status, 0]],
  ['body_bytes_sent', [Field.bytes, 1]],
  ['bytes_sent', [Field.bytes, 0]],
  ['request_length', [Field.requestBytes, 0]],
  ['request_time', [Field.responseSeconds, 0]],
  ['upstream_response_time', [Field.upstreamSeconds, 0]],
  ['upstream_cache_status', [Field.cache, 0]],
  ['ssl_protocol', [Field.tls, 0]],
  ['scheme', [Field.scheme, 0]],
  ['host', [Field.vhost, 3]],
  ['http_host', [Field.vhost, 2]],
  ['server_name', [Field.vhost, 1]],
  ['http_referer', [Field.referrer, 0]],
  ['http_user_agent', [Field.agent, 0]],
]);

/** A plan for the body of a log_format, its strings joined and the escapes of the file undone. */
export function planOfNginx(body: string): FormatPlan | FormatProblem {
  return planOf(withClient(partsOf(body)));
}

function partsOf(body: string): FormatPart[] {
  const parts: FormatPart[] = [];
  let at = 0;
  while (at < body.length) {
    const dollar = body.indexOf('$', at);
    if (dollar < 0) break;
    if (dollar > at) parts.push({ literal: body.slice(at, dollar) });
    const braced = body[dollar + 1] === '{';
    const from = dollar + (braced ? 2 : 1);
    let to = from;
    while (to < body.length && isNameLetter(body.charCodeAt(to))) to++;
    const name = body.slice(from, to);
    at = braced && body[to] === '}' ? to + 1 : to;
    if (name === '') parts.push({ literal: '$' });
    else parts.push(partOf(name));
  }
  if (at < body.length) parts.push({ literal: body.slice(at) });
  return parts;
}

function partOf(name: string): FormatPart {
  const [field, rank] = VARIABLES.get(name) ?? [Field.ignored, 0];
  return { field, rank, source: `$${name}` };
}

/** Without an address of the peer, the first of the forwarded ones is all there is. */
function withClient(parts: readonly FormatPart[]): readonly FormatPart[] {
  const hasHost = parts.some((part) => 'field' in part && part.field === Field.host);
  if (hasHost) return parts;
  return parts.map((part) =>
    'field' in part && part.field === Field.forwarded ? { ...part, field: Field.hostList } : part,
  );
}

function isNameLetter(code: number): boolean {
  const letter = code | 32;
  return (letter >= 97 && letter <= 122) || (code >= 48 && code <= 57) || code === 95;
}
