import { planOfApache } from './apache-definition.ts';
import { type FormatPlan, FormatProblem } from './format-plan.ts';
import { type GoAccessTimes, planOfGoAccess } from './goaccess-definition.ts';
import type { LineFormat } from './line-format.ts';
import { planOfNginx } from './nginx-definition.ts';
import { PlanParser } from './plan-parser.ts';
import { formatNamed } from './registry.ts';
import { type ConfFormat, readServerConf, type ServerConf } from './server-conf.ts';

export type Dialect = 'nginx' | 'apache' | 'goaccess';

/** Specifiers that only GoAccess has, or that mean something else to Apache. */
const GOACCESS_ONLY = ['%^', '%~', '%d', '%x', '%R', '~h{', '%K', '%n'];
const APACHE_ONLY = ['%>', '%{', '%l', '%!', '%O', '%I'];

/**
 * The format that a text given to `--format` means: a name, or a definition as nginx, Apache or
 * GoAccess have it. A definition that gives no time or no request is a problem that says so.
 */
export function formatOf(text: string, times: GoAccessTimes = {}): LineFormat | FormatProblem {
  const named = formatNamed(text.trim());
  if (named !== undefined) return named;
  const dialect = dialectOf(text, times);
  if (dialect === undefined) {
    return new FormatProblem(`"${text}" is no format that is known and no definition`);
  }
  const whole = wholeDirective(text);
  return formatOfDefinition(whole ?? bodyOf(text, dialect), dialect, times);
}

/** A format made of the text of a definition, or why it is none. */
export function formatOfDefinition(
  definition: string,
  dialect: Dialect,
  times: GoAccessTimes = {},
): LineFormat | FormatProblem {
  const plan = (reference: number) => planFor(definition, dialect, times, reference);
  const checked = plan(0);
  if (checked instanceof FormatProblem) return checked;
  return {
    name: 'custom',
    title: `${dialect}: ${definition}`,
    aliases: [],
    example: '',
    source: definition,
    plan: checked,
    newParser: ({ reference }) => {
      const own = plan(reference);
      // It was sound with another reference, which changes nothing but years.
      return new PlanParser(own instanceof FormatProblem ? checked : own);
    },
  };
}

/** A log that a server writes, and its format. */
export interface DefinedLog {
  readonly path: string;
  readonly formatName: string;
  readonly format: LineFormat | FormatProblem;
}

export interface DefinedFormats {
  readonly server: ServerConf['server'];
  readonly logs: readonly DefinedLog[];
  /** Every definition, used by a log or not. */
  readonly formats: readonly {
    readonly name: string;
    readonly format: LineFormat | FormatProblem;
  }[];
  /** Files that are included and were not read. */
  readonly includes: readonly string[];
}

/** What an nginx.conf or httpd.conf says: `--format-from`. */
export function formatsFromConf(text: string): DefinedFormats {
  const { server, formats, logs, includes } = readServerConf(text);
  const made = formats.map(({ name, definition }) => ({
    name,
    format: formatOfDefinition(definition, server),
  }));
  const formatOfLog = (name: string) => {
    // What a file defines hides what is known by the same name; the last definition counts.
    const own = made.findLast((candidate) => candidate.name === name);
    if (own !== undefined) return own.format;
    if (server === 'apache' && name.includes('%')) return formatOfDefinition(name, 'apache');
    return formatNamed(name) ?? new FormatProblem(`the format ${name} is not defined here`);
  };
  return {
    server,
    logs: logs.map(({ path, format }) => ({
      path,
      formatName: format,
      format: formatOfLog(format),
    })),
    formats: made,
    includes,
  };
}

function planFor(
  definition: string,
  dialect: Dialect,
  times: GoAccessTimes,
  reference: number,
): FormatPlan | FormatProblem {
  if (dialect === 'nginx') return planOfNginx(definition);
  if (dialect === 'apache') return planOfApache(definition, reference);
  return planOfGoAccess(definition, times, reference);
}

function dialectOf(text: string, times: GoAccessTimes): Dialect | undefined {
  const [directive = ''] = text.trimStart().toLowerCase().split(/\s/, 1);
  if (directive === 'log_format') return 'nginx';
  if (directive === 'logformat') return 'apache';
  const hasTimes = times.dateFormat !== undefined || times.timeFormat !== undefined;
  const has = (marks: readonly string[]) => marks.some((mark) => text.includes(mark));
  if (text.includes('%')) {
    if (hasTimes) return 'goaccess';
    if (has(APACHE_ONLY)) return 'apache';
    return has(GOACCESS_ONLY) ? 'goaccess' : 'apache';
  }
  return text.includes('$') ? 'nginx' : undefined;
}

/** The definition in a pasted `log_format name '...';` or `LogFormat "..." name`. */
function wholeDirective(text: string): string | undefined {
  if (!/^\s*log_?format\s/i.test(text)) return undefined;
  const [format]: readonly (ConfFormat | undefined)[] = readServerConf(`${text};`).formats;
  return format?.definition;
}

/** A definition pasted with the quotes around it and with its quotes escaped loses both. */
function bodyOf(text: string, dialect: Dialect): string {
  const trimmed = text.trim();
  if (trimmed.startsWith("'"))
    return readServerConf(`log_format x ${trimmed};`).formats[0]?.definition ?? trimmed;
  if (dialect === 'apache' && trimmed.startsWith('"')) {
    // `"%h %u" nickname`, copied from behind the directive.
    const [named]: readonly (ConfFormat | undefined)[] = readServerConf(
      `LogFormat ${trimmed}`,
    ).formats;
    const isNickname = named !== undefined && !named.name.includes('%');
    if (isNickname && trimmed.endsWith(`" ${named.name}`)) return named.definition;
  }
  const isQuoted = trimmed.startsWith('"') && trimmed.endsWith('"') && trimmed.includes('\\"');
  const inner = isQuoted ? trimmed.slice(1, -1) : trimmed;
  return inner.replaceAll('\\"', '"').replaceAll('\\t', '\t');
}
