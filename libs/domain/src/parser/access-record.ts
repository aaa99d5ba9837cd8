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

/**
 * One parsed line: numbers, and offsets into the block that it was parsed from.
 * A parser fills the same record again for every line, so nothing is allocated; whoever wants to
 * keep something copies it before the next line. An absent field has start = end.
 * Text fields are the bytes as the server wrote them, its escapes included: what a person sees in
 * a table can be searched for in the log.
 */
export class AccessRecord {
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
}
