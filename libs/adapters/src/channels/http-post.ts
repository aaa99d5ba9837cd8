import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';

import { guardedLookup, refuseGuarded } from './address-guard.ts';
import { ChannelFailure } from './channel-failure.ts';

/** What is read of an answer, for the message about a failure. */
const ANSWER_BYTES_MAX = 300;

export interface HttpPostOptions {
  /** `http:` or `https:`. */
  readonly url: URL;
  /** Names in small letters; may hold secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether link-local addresses and metadata services may be posted to. */
  readonly allowLinkLocal: boolean;
}

/**
 * Posts a body and resolves when the answer says that it was taken (2xx). Follows no redirect: an
 * alert goes where the configuration says. Rejects with a `ChannelFailure`, final for what another
 * try cannot mend (4xx other than 408, 425 and 429).
 */
export async function httpPost(
  { url, headers, allowLinkLocal }: HttpPostOptions,
  body: string,
  signal: AbortSignal,
): Promise<void> {
  if (!allowLinkLocal) refuseGuarded(url.hostname);
  const octets = Buffer.from(body);
  const options: RequestOptions = {
    method: 'POST',
    headers: { 'user-agent': 'hitwatch', ...headers, 'content-length': octets.length },
    signal,
    // A connection of its own: minutes or days lie between two alerts.
    agent: false,
    ...(allowLinkLocal ? {} : { lookup: guardedLookup }),
  };
  const answer = await send(url, options, octets);
  const status = answer.statusCode ?? 0;
  // It was taken, and a body that never ends would not make it less so.
  const text = status >= 200 && status < 300 ? '' : await beginningOf(answer);
  answer.destroy();
  if (status >= 200 && status < 300) return;
  throw new ChannelFailure(refusal(url, status, text), {
    isFinal: status >= 300 && status < 500 && ![408, 425, 429].includes(status),
    retryAfterMs: retryAfterMs(answer.headers['retry-after']),
  });
}

function send(url: URL, options: RequestOptions, octets: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? secureRequest : plainRequest;
    const outgoing = request(url, options, resolve);
    outgoing.on('error', (error) => {
      reject(error instanceof ChannelFailure ? error : connectionFailure(url, error));
    });
    outgoing.end(octets);
  });
}

async function beginningOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of answer) {
      text += (chunk as Buffer).toString('latin1'); // without an encoding its chunks are Buffers
      if (text.length >= ANSWER_BYTES_MAX) break;
    }
  } catch {
    // The status has been read, and that is what counts.
  }
  return text.slice(0, ANSWER_BYTES_MAX);
}

function refusal(url: URL, status: number, text: string): string {
  const said = text.split('\n', 1)[0]?.trim() ?? '';
  const what = `${place(url)} answers ${String(status)}`;
  if (status >= 300 && status < 400) return `${what}, a redirect: give the address it leads to`;
  return said === '' ? what : `${what}: ${said}`;
}

function connectionFailure(url: URL, error: Error): ChannelFailure {
  const { code } = error as NodeJS.ErrnoException; // undefined where there is none
  if (code === 'ABORT_ERR') return new ChannelFailure(`${place(url)} does not answer in time`);
  // Of several addresses that were tried each has its own error, and the sum of them no message.
  const [first] = error instanceof AggregateError ? (error.errors as readonly Error[]) : [error];
  return new ChannelFailure(`${place(url)}: ${first?.message ?? error.message}`, { cause: error });
}

/** Where it goes, without what may be secret in it: path, query, user and password. */
function place(url: URL): string {
  return `${url.protocol}//${url.host}`;
}

/** RFC 9110 section 10.2.3, in seconds; a date is not waited for. */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}
