/**
 * What a part of a line means. Small integers, so that a parser tells them apart with one switch;
 * where a number needs a unit, the unit is part of the meaning.
 */
export const Field = {
  /** Part of the format, of no use here. */
  ignored: 0,
  /** The client: a name or an address. */
  host: 1,
  /** The client with a port behind the last colon, as proxies log it. */
  hostPort: 2,
  /** `client, proxy, proxy`: the client is the first. */
  hostList: 3,
  vhost: 4,
  user: 5,
  /** `METHOD target PROTOCOL`. */
  request: 6,
  method: 7,
  target: 8,
  protocol: 9,
  status: 10,
  bytes: 11,
  requestBytes: 12,
  referrer: 13,
  agent: 14,
  cache: 15,
  tls: 16,
  scheme: 17,
  forwarded: 18,
  /** `TCP_MISS/200`, as Squid has it. */
  cacheAndStatus: 19,
  responseSeconds: 20,
  responseMillis: 21,
  responseMicros: 22,
  responseNanos: 23,
  /** A number with its unit: `247ms`, `1.5s`, `2m3.5s`, `129 msecs`. */
  responseUnit: 24,
  /** One of several parts of the response time, in seconds; -1 where there was none. */
  responseSecondsPart: 25,
  /** One time, or one for each try: `0.010, 0.200`. */
  upstreamSeconds: 26,
  upstreamMillis: 27,
  upstreamMicros: 28,
  upstreamNanos: 29,
  upstreamUnit: 30,
  /** The part of the response time that the server behind took, in seconds. */
  upstreamSecondsPart: 31,
  /** `host`: the client in LTSV, the virtual host in JSON. */
  hostOrVhost: 32,
  /** A response time whose key states no unit: the kind of log decides, or a unit behind it. */
  responseUnstated: 33,
  /** The client, with a port or without: an IPv6 address without brackets has none. */
  hostMaybePort: 34,
  /** Times are from here on. `10/Oct/2000:13:55:36 -0700`. */
  timeClf: 40,
  /** RFC 3339 and its near relations. */
  timeIso: 41,
  /** Seconds since the epoch, with or without a fraction. */
  timeEpochSeconds: 42,
  timeEpochMillis: 43,
  timeEpochMicros: 44,
  timeEpochNanos: 45,
  /** Whichever of the above it looks like; the unit of an epoch by its size. */
  timeAny: 46,
  /** A time as a strptime pattern says it. */
  timePattern: 47,
  /** A day, the time of which stands in another field: `2018-12-31`. */
  dayIso: 48,
  /** `12:02:53` of the day in another field. */
  timeOfDay: 49,
} as const;

/** Fields that end by themselves: a time may hold the very byte that ends other fields. */
export function isTime(field: number): boolean {
  return field >= Field.timeClf;
}

/** Which of the fields compete for one place in a record: the field that stands for them. */
export function slotOf(field: number): number {
  if (HOSTS.includes(field)) return Field.host;
  if (field === Field.responseUnstated) return Field.responseSeconds;
  if (isTime(field)) return Field.timeClf;
  if (field >= Field.upstreamSeconds) return Field.upstreamSeconds;
  return field >= Field.responseSeconds ? Field.responseSeconds : field;
}

const HOSTS: readonly number[] = [Field.hostPort, Field.hostList, Field.hostMaybePort];
