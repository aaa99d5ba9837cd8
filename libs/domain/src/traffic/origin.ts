import { ByteBlock } from '../bytes/byte-block.ts';
import { encodeText } from '../bytes/text.ts';
import { type AccessRecord, TargetKind } from '../parser/access-record.ts';

const SLASH = 47;
const COLON = 58;

/** Room for an origin and the part of a target that a table tells apart. */
const SCRATCH_BYTES = 8192;
/** Longest origin that is put before a path; DNS names have at most 253 bytes. */
const ORIGIN_BYTES_MAX = 512;

const HTTP = encodeText('http://');
const HTTPS = encodeText('https://');

/**
 * Puts the origin before a target that has none: the line's virtual host (`https` for port 443,
 * default ports dropped), else the `--site` of the user. The result stands in one scratch block
 * that the next line overwrites.
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

  /** Whether the record's target is shown otherwise than it stands in the line. */
  applies(record: AccessRecord): boolean {
    if (record.targetKind === TargetKind.bareOrigin) return true;
    if (record.targetKind !== TargetKind.path) return false;
    return this.#site !== undefined || record.vhostEnd > record.vhostStart;
  }

  /** Writes url and section of a record that `applies`. */
  write(octets: Uint8Array, record: AccessRecord): void {
    const target = octets.subarray(record.targetStart, record.urlEnd);
    const to = this.block.octets;
    if (record.targetKind === TargetKind.bareOrigin) {
      const origin = target.subarray(0, ORIGIN_BYTES_MAX);
      to.set(origin);
      to[origin.length] = SLASH;
      this.urlEnd = this.sectionEnd = origin.length + 1;
      return;
    }
    const origin = this.#writeOrigin(octets, record);
    const path = target.subarray(0, SCRATCH_BYTES - origin);
    to.set(path, origin);
    this.urlEnd = origin + path.length;
    this.sectionEnd = Math.min(origin + record.sectionEnd - record.targetStart, this.urlEnd);
  }

  #writeOrigin(octets: Uint8Array, record: AccessRecord): number {
    const to = this.block.octets;
    const start = record.vhostStart;
    const end = Math.min(record.vhostEnd, start + ORIGIN_BYTES_MAX);
    if (end === start) {
      if (this.#site) to.set(this.#site);
      return this.#site?.length ?? 0;
    }
    const secure = endsWithPort(octets, start, end, '443');
    const plain = !secure && endsWithPort(octets, start, end, '80');
    const scheme = secure ? HTTPS : HTTP;
    const host = octets.subarray(start, secure ? end - 4 : plain ? end - 3 : end);
    to.set(scheme);
    to.set(host, scheme.length);
    return scheme.length + host.length;
  }
}

function endsWithPort(octets: Uint8Array, start: number, end: number, port: string): boolean {
  const colon = end - port.length - 1;
  if (colon <= start || octets[colon] !== COLON) return false;
  for (let at = 0; at < port.length; at++) {
    if (octets[colon + 1 + at] !== port.charCodeAt(at)) return false;
  }
  return true;
}
