import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';

import { UsageFailure } from '../command-line/failure.ts';
import { readFailure } from '../files/read-failure.ts';

const SECRET_BYTES_MAX = 64 * 1024;
/** What is shorter stands in too many texts by chance to be taken for a secret. */
const TRACE_LENGTH_MIN = 6;

/** A value that is used and never shown: not printed, not in JSON, not in an inspection. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** From a variable of the environment. Throws `UsageFailure` when it is not set. */
  static fromEnvironment(name: string, env: Readonly<Record<string, string | undefined>>): Secret {
    const text = env[name];
    if (text === undefined || text === '') {
      throw new UsageFailure(`the variable ${name} is not set`, 'set it before hitwatch starts');
    }
    return new Secret(text);
  }

  /** From a file, without the line end behind it. Throws `EnvironmentFailure`. */
  static fromFile(path: string): Secret {
    let octets: Buffer;
    try {
      octets = readFileSync(path);
    } catch (error) {
      throw readFailure(path, error);
    }
    const text = octets.length > SECRET_BYTES_MAX ? '' : octets.toString('utf8').trimEnd();
    if (text === '') {
      throw new UsageFailure(`${path} holds no secret`, 'write it there, on one line');
    }
    return new Secret(text);
  }

  reveal(): string {
    return this.#text;
  }

  /**
   * The text with `***` for what it has of the secret. The other side of a connection may repeat
   * what it was sent, whole or only the part of an address that is the token.
   */
  hideIn(text: string): string {
    return traces(this.#text).reduce((hidden, trace) => hidden.replaceAll(trace, '***'), text);
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}

/** The secret and the parts of it that give it away, the longest first. */
function traces(secret: string): readonly string[] {
  return [...new Set(parts(secret))]
    .filter(({ length }) => length >= TRACE_LENGTH_MIN)
    .sort((a, b) => b.length - a.length);
}

/** Of an address all but where it leads, which a person has to know to mend it. */
function parts(secret: string): readonly string[] {
  if (!/^https?:/.test(secret) || !URL.canParse(secret)) return [secret, ...secret.split(/\s+/)];
  const { origin, pathname, search, username, password, searchParams } = new URL(secret);
  const credentials = [username, password, decoded(password)];
  const path = [pathname + search, pathname, search, ...pathname.split('/')];
  const isBare = secret === origin || secret === `${origin}/`;
  return [...(isBare ? [] : [secret]), ...credentials, ...path, ...searchParams.values()];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
