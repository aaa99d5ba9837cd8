// Finds the definitions of log formats, and the logs that use them, in nginx.conf and httpd.conf.
// Files that they include are not followed: what is read is the text that is given.

export interface ConfFormat {
  readonly name: string;
  /** The definition with the quotes and escapes of the file undone. */
  readonly definition: string;
}

export interface ConfLog {
  /** As written, but for Apache's `ServerRoot` and what it has by `Define`. */
  readonly path: string;
  /** Name of its format; Common for Apache and combined for nginx where none is named. */
  readonly format: string;
}

export interface ServerConf {
  readonly server: 'nginx' | 'apache';
  readonly formats: readonly ConfFormat[];
  readonly logs: readonly ConfLog[];
  /** Files that it includes and that were not read. */
  readonly includes: readonly string[];
}

/** Reads either file; which of the two it is shows in its directives. */
export function readServerConf(text: string): ServerConf {
  const apache = apacheLines(text);
  const isApache = apache.some(([directive]) =>
    ['logformat', 'customlog', 'globallog', 'transferlog'].includes(directive?.toLowerCase() ?? ''),
  );
  return isApache ? readApacheConf(apache) : readNginxConf(nginxStatements(text));
}

function readNginxConf(statements: readonly (readonly string[])[]): ServerConf {
  const formats: ConfFormat[] = [];
  const logs: ConfLog[] = [];
  const includes: string[] = [];
  for (const [directive, first = '', ...rest] of statements) {
    if (directive === 'include') includes.push(first);
    if (directive === 'log_format') {
      const strings = rest[0]?.startsWith('escape=') ? rest.slice(1) : rest;
      formats.push({ name: first, definition: strings.join('') });
    }
    if (directive === 'access_log' && first !== 'off' && !first.startsWith('syslog:')) {
      const [format = 'combined'] = rest.filter((word) => !/=|^(gzip|if)$/.test(word));
      logs.push({ path: first, format });
    }
  }
  return { server: 'nginx', formats, logs, includes };
}

/** Statements as words, blocks opened up: what matters stands in any of them. */
function nginxStatements(text: string): string[][] {
  const statements: string[][] = [];
  let words: string[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '#') {
      at = lineEnd(text, at);
    } else if (char === ';' || char === '{' || char === '}') {
      if (words.length > 0) statements.push(words);
      words = [];
      at++;
    } else if (isSpace(char)) {
      at++;
    } else {
      const word = char === '"' || char === "'" ? quoted(text, at) : bareWord(text, at);
      words.push(word.text);
      at = word.end;
    }
  }
  return statements;
}

function bareWord(text: string, start: number): { text: string; end: number } {
  let end = start;
  while (end < text.length && !isSpace(text[end] ?? '') && !';{}'.includes(text[end] ?? '')) {
    // `${name}` is part of the word.
    end = text.startsWith('${', end) ? Math.max(text.indexOf('}', end), end + 1) + 1 : end + 1;
  }
  return { text: text.slice(start, end), end: Math.max(end, start + 1) };
}

/** nginx knows \" \' \\ \t \r \n in a string; any other backslash stays. */
function quoted(text: string, start: number): { text: string; end: number } {
  const quote = text[start];
  let value = '';
  let at = start + 1;
  for (; at < text.length && text[at] !== quote; at++) {
    const next = text[at + 1] ?? '';
    if (text[at] !== '\\' || !'"\'\\trn'.includes(next) || next === '') {
      value += text[at] ?? '';
      continue;
    }
    value += { t: '\t', r: '\r', n: '\n' }[next] ?? next;
    at++;
  }
  return { text: value, end: at + 1 };
}

function readApacheConf(lines: readonly (readonly string[])[]): ServerConf {
  const formats: ConfFormat[] = [];
  const logs: ConfLog[] = [];
  const includes: string[] = [];
  const defined = new Map<string, string>();
  let root = '';
  let transferFormat = 'common';
  const addLog = (path: string, format: string) => {
    if (path.startsWith('|') || path.startsWith('syslog:')) return;
    const isWhole = path.startsWith('/') || path.startsWith('$') || path[1] === ':';
    logs.push({ path: isWhole || root === '' ? path : `${root}/${path}`, format });
  };
  for (const [directive = '', ...words] of lines) {
    const [first = '', second] = words.map((word) => withDefined(word, defined));
    switch (directive.toLowerCase()) {
      case 'serverroot':
        root = first.endsWith('/') ? first.slice(0, -1) : first;
        break;
      case 'define':
        defined.set(first, second ?? '');
        break;
      case 'logformat':
        if (second !== undefined) formats.push({ name: second, definition: first });
        else transferFormat = first;
        break;
      case 'customlog':
      case 'globallog':
        addLog(first, second ?? 'common');
        break;
      case 'transferlog':
        addLog(first, transferFormat);
        break;
      case 'include':
      case 'includeoptional':
        includes.push(first);
        break;
      default:
    }
  }
  return { server: 'apache', formats, logs, includes };
}

/** `${NAME}` is what `Define` says; one of the environment stays. */
function withDefined(word: string, defined: ReadonlyMap<string, string>): string {
  let text = word;
  for (const [name, value] of defined) text = text.replaceAll(`\${${name}}`, () => value);
  return text;
}

/** Lines as words; a backslash at the end of a line goes on with the next. */
function apacheLines(text: string): string[][] {
  const lines: string[][] = [];
  const joined = text.replaceAll('\\\r\n', ' ').replaceAll('\\\n', ' ');
  for (const line of joined.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const words: string[] = [];
    let at = 0;
    while (at < trimmed.length) {
      const char = trimmed[at] ?? '';
      if (isSpace(char)) {
        at++;
        continue;
      }
      const word = char === '"' ? apacheQuoted(trimmed, at) : apacheWord(trimmed, at);
      words.push(word.text);
      at = word.end;
    }
    lines.push(words);
  }
  return lines;
}

function apacheWord(text: string, start: number): { text: string; end: number } {
  let end = start;
  while (end < text.length && !isSpace(text[end] ?? '')) end++;
  return { text: text.slice(start, end), end };
}

/** In a LogFormat \" is a quote, \\ a backslash, \t and \n what they are in C. */
function apacheQuoted(text: string, start: number): { text: string; end: number } {
  let value = '';
  let at = start + 1;
  for (; at < text.length && text[at] !== '"'; at++) {
    if (text[at] !== '\\') {
      value += text[at] ?? '';
      continue;
    }
    at++;
    const next = text[at] ?? '';
    value += { t: '\t', n: '\n' }[next] ?? next;
  }
  return { text: value, end: at + 1 };
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function isSpace(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}
