/** Lines of a few formats, all of 2015-05-17, with their LF. */

export interface HitParts {
  readonly client?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly bytes?: number;
  readonly seconds?: number;
  /** Seconds after 08:00:00 UTC. */
  readonly at?: number;
}

const EIGHT = Date.UTC(2015, 4, 17, 8) / 1000;

export function caddyLine(parts: HitParts = {}): string {
  const { client = '203.0.113.9', method = 'GET', path = '/pages/create', status = 200 } = parts;
  const { bytes = 100, seconds = 0.25, at = 0 } = parts;
  const request = {
    remote_ip: client,
    proto: 'HTTP/2.0',
    method,
    host: 'example.com',
    uri: path,
    tls: { version: 772 },
  };
  const line = { ts: EIGHT + at + 0.5, request, duration: seconds, size: bytes, status };
  return `${JSON.stringify(line)}\n`;
}

export const W3C_HEADER =
  '#Version: 1.0\n' +
  '#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query sc-status sc-bytes time-taken\n';

/** Of the layout that `W3C_HEADER` names; its time is in milliseconds. */
export function w3cLine(parts: HitParts = {}): string {
  const { client = '203.0.113.9', method = 'GET', path = '/pages/create', status = 200 } = parts;
  const { bytes = 100, seconds = 0.25, at = 0 } = parts;
  const time = new Date((EIGHT + at) * 1000).toISOString();
  const millis = Math.round(seconds * 1000);
  const when = `${time.slice(0, 10)} ${time.slice(11, 19)}`;
  return `${when} ${client} ${method} ${path} - ${status} ${bytes} ${millis}\n`;
}

/** A line within the JSON of Docker's json-file driver. */
export function dockerLine(line: string): string {
  return `${JSON.stringify({ log: line, stream: 'stdout', time: '2015-05-17T08:00:00.123Z' })}\n`;
}
