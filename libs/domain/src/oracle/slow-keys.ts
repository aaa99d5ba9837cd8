import type { SlowHit } from './slow-hit.ts';

/** The key of lines that have none. */
const NONE = '(none)';

const ORIGIN_BYTES_MAX = 512;
/** An origin and the part of a target behind it. */
const TARGET_BYTES_MAX = 8192;

/** The key of a hit in each table, whole; `site` is an origin as bytes, or empty. */
export function keysOf(hit: SlowHit, site: string) {
  const { url, section } = targetOf(hit, site);
  const dashless = (text: string) => (text === '-' ? NONE : text || NONE);
  return {
    sections: section || NONE,
    urls: url || NONE,
    status: hit.status === 0 ? NONE : String(hit.status),
    methods: dashless(hit.method),
    clients: hit.host || NONE,
    referrers: dashless(hit.referrer),
    agents: dashless(hit.agent),
    protocols: dashless(hit.protocol),
    vhosts: hit.vhost || NONE,
    caches: hit.cache || NONE,
    tls: hit.tls || NONE,
    schemes: hit.scheme || NONE,
  };
}

export type TableKeys = ReturnType<typeof keysOf>;

/** Url and section with the origin that they are shown with. */
function targetOf(hit: SlowHit, site: string): { url: string; section: string } {
  const { kind, url, section } = hit;
  if (kind === 'none') return { url: '', section: '' };
  if (kind === 'bareOrigin') {
    const shown = `${url.slice(0, ORIGIN_BYTES_MAX)}/`;
    return { url: shown, section: shown };
  }
  if (kind !== 'path') return { url, section };
  const origin = hit.vhost === '' ? site : originOf(hit);
  const cut = (path: string) => (origin + path).slice(0, TARGET_BYTES_MAX);
  return origin === '' ? { url, section } : { url: cut(url), section: cut(section) };
}

/** `https` for port 443 and where the line says so; default ports are dropped. */
function originOf({ vhost, tls, scheme }: SlowHit): string {
  const name = vhost.slice(0, ORIGIN_BYTES_MAX);
  const hasPort = (port: string) => name.endsWith(port) && name.length > port.length;
  if (hasPort(':443')) return `https://${name.slice(0, -4)}`;
  // A scheme of five letters that ends in s; there is no other than https.
  const isSecure = tls !== '' || (scheme.length === 5 && scheme.endsWith('s'));
  const host = hasPort(':80') ? name.slice(0, -3) : name;
  return `${isSecure ? 'https' : 'http'}://${host}`;
}
