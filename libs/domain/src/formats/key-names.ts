// What the keys of structured logs mean. Keys are inferred and not a template, so that a log of any
// version and with any added key is understood.
import { Field, slotOf } from './field.ts';

/** Kinds of structured logs, told by keys that no other has. */
export const Flavour = {
  none: 0,
  nginx: 1,
  pino: 2,
  otel: 3,
  envoy: 4,
  caddy: 5,
  ecs: 6,
  gcp: 7,
  cloudflare: 8,
  traefik: 9,
} as const;

export interface KeyName {
  /** As `KeyPath` writes it: lower case, a point between levels, no `_` and no `-`. */
  readonly key: string;
  readonly field: number;
  /** Of several keys that mean the same field the one with the higher rank counts. */
  readonly rank: number;
  readonly flavour: number;
}

/** Keys for each field, the best first. */
const KEYS: readonly (readonly [field: number, keys: string])[] = [
  [Field.timeAny, 'edgestarttimestamp @timestamp timestamp timelocal timeiso8601 time ts datetime'],
  [
    Field.timeAny,
    'starttime startutc msec eventtime date requestreceivedat attime t edgeendtimestamp',
  ],
  [Field.host, 'request.clientip clientip client.ip client.address httprequest.remoteip'],
  [Field.hostMaybePort, 'request.remoteaddr clientaddr downstreamremoteaddress'],
  [
    Field.hostMaybePort,
    'request.remoteip source.ip clienthost httprequest.remoteaddr remoteaddr remoteip',
  ],
  [Field.hostMaybePort, 'remotehost client source.address req.remoteaddress ip clientaddress'],
  [Field.host, 'network.peer.address net.peer.ip net.sock.peer.addr'],
  [Field.hostOrVhost, 'host'],
  [Field.user, 'remoteuser user.name userid clientusername username authuser user requestuser'],
  [Field.request, 'request req requestline firstrequestline httprequest msgrequest'],
  [Field.method, 'httprequest.requestmethod http.request.method http.method clientrequestmethod'],
  [Field.method, 'request.method req.method requestmethod reqmethod httpmethod method verb'],
  [Field.target, 'httprequest.requesturl url.original clientrequesturi request.uri http.target'],
  [Field.target, 'req.url requesturi request.url url.path requestpath uri http.url url.full url'],
  [Field.target, 'clientrequestpath xenvoyoriginalpath request.path req.path :path uripath path'],
  [Field.protocol, 'httprequest.protocol clientrequestprotocol request.proto serverprotocol'],
  [Field.protocol, 'requestprotocol http.version network.protocol.version httpversion protocol'],
  [Field.protocol, 'http.flavor proto request.protocol req.httpversion'],
  [Field.status, 'httprequest.status http.response.statuscode http.statuscode edgeresponsestatus'],
  [Field.status, 'downstreamstatus res.statuscode response.status response.statuscode'],
  [Field.status, 'responsestatus responsecode httpstatus httpstatuscode statuscode status sc code'],
  [Field.status, 'resp.status originstatus'],
  [Field.bytes, 'httprequest.responsesize http.response.body.size http.response.body.bytes'],
  [Field.bytes, 'http.response.bytes http.response.size edgeresponsebytes downstreamcontentsize'],
  [Field.bytes, 'bodybytessent bytessent responsesize responsebytes byteswritten response.size'],
  [Field.bytes, 'size bytes responselength bytesout res.headers.contentlength contentlength'],
  [Field.bytes, 'origincontentsize'],
  [Field.requestBytes, 'httprequest.requestsize http.request.bytes http.request.body.size'],
  [
    Field.requestBytes,
    'http.request.body.bytes http.request.size clientrequestbytes requestlength',
  ],
  [Field.requestBytes, 'requestcontentsize requestsize reqsize bytesreceived bytesread bytesin'],
  [Field.referrer, 'httprequest.referer http.request.referrer clientrequestreferer httpreferer'],
  [Field.referrer, 'request.headers.referer req.headers.referer http.request.header.referer'],
  [Field.referrer, 'requestreferer referer referrer httpreferrer http.referer request.referer'],
  [Field.agent, 'httprequest.useragent useragent.original clientrequestuseragent httpuseragent'],
  [Field.agent, 'request.headers.useragent req.headers.useragent http.request.header.useragent'],
  [Field.agent, 'requestuseragent http.useragent useragent agent ua request.useragent'],
  [Field.vhost, 'clientrequesthost request.host req.headers.host requesthost url.domain vhost'],
  [Field.vhost, 'virtualhost httphost servername server.address http.host authority :authority'],
  [Field.vhost, 'http.servername domain'],
  [Field.cache, 'cachecachestatus upstreamcachestatus cachestatus xcache cache'],
  [Field.tls, 'clientsslprotocol downstreamtlsversion request.tls.version tls.version tlsversion'],
  [Field.tls, 'sslprotocol tls.protocol.version'],
  [Field.scheme, 'clientrequestscheme url.scheme http.scheme requestscheme request.scheme scheme'],
  [Field.scheme, 'xforwardedproto httpxforwardedproto'],
  [Field.forwarded, 'request.headers.xforwardedfor req.headers.xforwardedfor httpxforwardedfor'],
  [Field.forwarded, 'xforwardedfor requestxforwardedfor forwardedfor xff fwd'],
  [Field.responseSeconds, 'requesttime reqtime takensec http.server.request.duration rt'],
  [Field.responseSeconds, 'durationseconds latencyseconds durations elapsedseconds'],
  [Field.responseMicros, 'reqtimemicrosec durationus latencyus durationmicros timeus'],
  [Field.responseNanos, 'event.duration durationns latencyns durationnanos'],
  [Field.responseMillis, 'durationms latencyms elapsedms responsetimems requesttimems timetakenms'],
  [Field.responseMillis, 'http.server.duration tookms requestdurationms totaltimems'],
  [Field.responseUnit, 'httprequest.latency service'],
  [Field.responseUnstated, 'duration responsetime latency elapsed timetaken took requestduration'],
  [Field.upstreamSeconds, 'upstreamresponsetime apptime urt upstreamtime runtime'],
  [Field.upstreamMillis, 'originresponsedurationms upstreamservicetime xenvoyupstreamservicetime'],
  [Field.upstreamNanos, 'originduration originresponsetime'],
];

const MARKERS: readonly (readonly [flavour: number, keys: string])[] = [
  [Flavour.traefik, 'downstreamstatus routername entrypointname requestpath originduration'],
  [Flavour.cloudflare, 'clientrequesturi edgestarttimestamp edgeresponsestatus rayid'],
  [Flavour.gcp, 'httprequest.requesturl httprequest.requestmethod'],
  [
    Flavour.ecs,
    'ecs.version event.duration http.response.body.bytes useragent.original url.original',
  ],
  [Flavour.caddy, 'request.remoteip request.remoteport request.remoteaddr request.clientip'],
  [Flavour.envoy, 'upstreamcluster responseflags downstreamremoteaddress upstreamservicetime'],
  [Flavour.otel, 'http.request.method http.method http.target url.path spanid http.route'],
  [Flavour.pino, 'req.url req.method res.statuscode'],
  [Flavour.nginx, 'bodybytessent httpuseragent timelocal timeiso8601 remoteaddr requesttime'],
];

/** Levels that say nothing of their own: what is in them counts as if it stood outside. */
export const TRANSPARENT_LEVELS: readonly string[] = ['attributes', 'jsonpayload', 'fields'];

/** All keys that mean something. */
export const KEY_NAMES: readonly KeyName[] = keyNames();

function keyNames(): readonly KeyName[] {
  const names = new Map<string, KeyName>();
  const ranks = new Map<number, number>();
  for (const [field, keys] of KEYS) {
    for (const key of keys.split(' ')) {
      const slot = slotOf(field);
      const rank = ranks.get(slot) ?? 127;
      ranks.set(slot, rank - 1);
      names.set(key, { key, field, rank, flavour: Flavour.none });
    }
  }
  for (const [flavour, keys] of MARKERS) {
    for (const key of keys.split(' ')) {
      const known = names.get(key) ?? { key, field: Field.ignored, rank: 0, flavour };
      names.set(key, { ...known, flavour: Math.max(known.flavour, flavour) });
    }
  }
  return [...names.values()];
}
