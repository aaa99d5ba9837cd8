import { ByteBlock } from '../bytes/byte-block.ts';
import { encodeText } from '../bytes/text.ts';
import { TargetKind } from '../parser/access-record.ts';
import {
  EXTRAS,
  REASON,
  RECORD_INTS,
  type RecordBatch,
  SCHEME,
  SECTION,
  TARGET_KIND,
  TLS,
  URL,
  VHOST,
} from '../parser/record-batch.ts';
import { PARSED } from '../parser/unparsed-reason.ts';

const SLASH = 47;
const COLON = 58;

/** Room for an origin and the part of a target that a table tells apart. */
const SCRATCH_BYTES = 8192;
/** Longest origin that is put before a path; DNS names have at most 253 bytes. */
const ORIGIN_BYTES_MAX = 512;

const HTTPS_NAME_BYTES = 5;
const LETTER_S = 115;

const HTTP = encodeText('http://');
const HTTPS = encodeText('https://');

/**
 * Puts the origin before a target that has none: the line's virtual host (`https` for port 443 and
 * where the line says so, default ports dropped), else the `--site` of the user. The result stands
 * in one scratch block that the next line overwrites.
 */
export class OriginPrefix {
  readonly block = new ByteBlock(new Uint8Array(SCRATCH_BYTES));
  urlEnd = 0;
  sectionEnd = 0;
  readonly #site: Uint8Array | undefined;

  /** `site` is an origin such as `http://my.site.com`. */
  constructor(site?: string) {
    this.#site = site === undefined ? undefined : encodeText(site).subarray(0, ORIGIN_BYTES_MAX);
  }

  /** Whether the target of a line is shown otherwise than it stands there. */
  applies({ ints }: RecordBatch, line: number): boolean {
    const at = line * RECORD_INTS;
    const kind = ints[at + TARGET_KIND];
    if (kind !== TargetKind.path) return kind === TargetKind.bareOrigin;
    return this.#site !== undefined || hasVhost(ints, at);
  }

  /** Whether there is more to a line than its target as it stands: also a host without a path. */
  concerns(batch: RecordBatch, line: number): boolean {
    return this.applies(batch, line) || hasVhost(batch.ints, line * RECORD_INTS);
  }

  /** Whether it concerns any parsed line of a batch. */
  concernsAny(batch: RecordBatch): boolean {
    if (this.#site === undefined && !batch.hasOrigins) return false;
    for (let line = 0; line < batch.size; line++) {
      if (batch.ints[line * RECORD_INTS + REASON] !== PARSED) continue;
      if (this.concerns(batch, line)) return true;
    }
    return false;
  }

  /** Writes url and section of a line to which it `applies`. */
  write({ block: { octets }, ints }: RecordBatch, line: number): void {
    const at = line * RECORD_INTS;
    const start = ints[at + SECTION]!; // line < size, here and below
    const target = octets.subarray(start, ints[at + URL + 1]);
    const to = this.block.octets;
    if (ints[at + TARGET_KIND] === TargetKind.bareOrigin) {
      const origin = target.subarray(0, ORIGIN_BYTES_MAX);
      to.set(origin);
      to[origin.length] = SLASH;
      this.urlEnd = this.sectionEnd = origin.length + 1;
      return;
    }
    const isSecure = saysSecure(octets, ints, at);
    const origin = this.#writeOrigin(octets, ints[at + VHOST]!, ints[at + VHOST + 1]!, isSecure);
    const path = target.subarray(0, SCRATCH_BYTES - origin);
    to.set(path, origin);
    this.urlEnd = origin + path.length;
    this.sectionEnd = Math.min(origin + ints[at + SECTION + 1]! - start, this.urlEnd);
  }

  #writeOrigin(octets: Uint8Array, start: number, vhostEnd: number, isSecure: boolean): number {
    const to = this.block.octets;
    const end = Math.min(vhostEnd, start + ORIGIN_BYTES_MAX);
    if (end === start) {
      if (this.#site) to.set(this.#site);
      return this.#site?.length ?? 0;
    }
    const secure = endsWithPort(octets, start, end, '443');
    const plain = !secure && endsWithPort(octets, start, end, '80');
    const scheme = secure || isSecure ? HTTPS : HTTP;
    const host = octets.subarray(start, secure ? end - 4 : plain ? end - 3 : end);
    to.set(scheme);
    to.set(host, scheme.length);
    return scheme.length + host.length;
  }
}

function hasVhost(ints: Int32Array, at: number): boolean {
  return ints[at + VHOST + 1]! > ints[at + VHOST]!; // the batch has its places
}

/** Whether the line states `https`, or a version of TLS. */
function saysSecure(octets: Uint8Array, ints: Int32Array, at: number): boolean {
  if (ints[at + EXTRAS] !== 1) return false;
  // The batch has its places.
  if (ints[at + TLS + 1]! > ints[at + TLS]!) return true;
  const start = ints[at + SCHEME]!;
  return ints[at + SCHEME + 1]! - start === HTTPS_NAME_BYTES && octets[start + 4] === LETTER_S;
}

function endsWithPort(octets: Uint8Array, start: number, end: number, port: string): boolean {
  const colon = end - port.length - 1;
  if (colon <= start || octets[colon] !== COLON) return false;
  for (let at = 0; at < port.length; at++) {
    if (octets[colon + 1 + at] !== port.charCodeAt(at)) return false;
  }
  return true;
}
