import { ByteBlock } from '../bytes/byte-block.ts';

/** What the target of a request is, which decides how its section is shown. */
export const TargetKind = {
  /** No target: `"-"`, `""`, TLS bytes. */
  none: 0,
  /** `/pages/create`: an origin from a virtual host or `--site` may stand before it. */
  path: 1,
  /** `http://my.site.com/pages`: brings its own origin. */
  absolute: 2,
  /** `http://my.site.com`: an origin without a path, to be shown with a `/` behind it. */
  bareOrigin: 3,
  /** `*`, `host:443` and anything else that is no path. */
  other: 4,
} as const;

/** What a record refers to before it was first filled. */
const NO_BLOCK = ByteBlock.ofAscii('');

/**
 * One parsed line: numbers, and offsets into `block`.
 * A parser fills the same record again for every line, so nothing is allocated; whoever wants to
 * keep something copies it before the next line. An absent field has start = end.
 * Text fields are the bytes as the server wrote them, its escapes included: what a person sees in
 * a table can be searched for in the log.
 */
export class AccessRecord {
  /**
   * What the offsets refer to: the block that was parsed, or, where a parser had to undo the
   * escapes of JSON or of a wrapper, its own scratch block, valid until its next line.
   */
  block: ByteBlock = NO_BLOCK;
  /** Seconds since the Unix epoch, the line's UTC offset applied. */
  second = 0;
  /** 100-999, or 0 where the log has none. */
  status = 0;
  /** Size of the response; `-` is 0. */
  bytes = 0;
  vhostStart = 0;
  vhostEnd = 0;
  hostStart = 0;
  hostEnd = 0;
  userStart = 0;
  userEnd = 0;
  methodStart = 0;
  methodEnd = 0;
  protocolStart = 0;
  protocolEnd = 0;
  /** The request target as written, query included. */
  targetStart = 0;
  targetEnd = 0;
  targetKind: number = TargetKind.none;
  /** End of the target without query and fragment; it starts at `targetStart`. */
  urlEnd = 0;
  /** End of the section; it starts at `targetStart`. */
  sectionEnd = 0;
  referrerStart = 0;
  referrerEnd = 0;
  agentStart = 0;
  agentEnd = 0;
  /** From the request to the last byte of the response, in microseconds; -1 where not logged. */
  responseMicros = -1;
  /** What the servers behind took of it, all tries together, in microseconds; -1 if not logged. */
  upstreamMicros = -1;
  /** Size of the request; -1 where not logged. */
  requestBytes = -1;
  /** `HIT`, `TCP_MISS`, as the cache says it. */
  cacheStart = 0;
  cacheEnd = 0;
  /** Version of TLS, `TLSv1.3`. */
  tlsStart = 0;
  tlsEnd = 0;
  schemeStart = 0;
  schemeEnd = 0;
  /** The X-Forwarded-For as written; only a trusted proxy makes its addresses worth anything. */
  forwardedStart = 0;
  forwardedEnd = 0;

  /** Makes every field absent, so that nothing of the line before shows in the next. */
  clear(block: ByteBlock, at: number): void {
    this.second = this.status = this.bytes = 0;
    this.vhostStart = this.vhostEnd = at;
    this.hostStart = this.hostEnd = at;
    this.userStart = this.userEnd = at;
    this.methodStart = this.methodEnd = at;
    this.protocolStart = this.protocolEnd = at;
    this.targetStart = this.targetEnd = this.urlEnd = this.sectionEnd = at;
    this.targetKind = TargetKind.none;
    this.referrerStart = this.referrerEnd = at;
    this.agentStart = this.agentEnd = at;
    this.clearExtras(block, at);
  }

  /** The same for the fields that the Common and the Combined Log Format do not have. */
  clearExtras(block: ByteBlock, at: number): void {
    this.block = block;
    this.responseMicros = this.upstreamMicros = this.requestBytes = -1;
    this.cacheStart = this.cacheEnd = at;
    this.tlsStart = this.tlsEnd = at;
    this.schemeStart = this.schemeEnd = at;
    this.forwardedStart = this.forwardedEnd = at;
  }
}
