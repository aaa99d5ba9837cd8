// Formats that servers write and that no definition of theirs describes, as plans.
import { Field } from './field.ts';
import type { FormatPart, FormatPlan } from './format-plan.ts';
import { FormatProblem, planOf } from './format-plan.ts';
import { PatternTime } from './pattern-time.ts';

function part(field: number, pattern?: PatternTime): FormatPart {
  return pattern === undefined ? { field, source: '' } : { field, source: '', pattern };
}

function ignored(literal: string): readonly FormatPart[] {
  return [{ field: Field.ignored, source: '' }, { literal }];
}

/** The default of uWSGI: https://uwsgi-docs.readthedocs.io/en/latest/LogFormat.html */
export function uwsgiPlan(reference: number): FormatPlan {
  return planned([
    { literal: '[pid: ' },
    ...ignored('|app: '),
    ...ignored('|req: '),
    ...ignored('] '),
    part(Field.host),
    { literal: ' (' },
    part(Field.user),
    { literal: ') {' },
    ...ignored('} ['),
    part(Field.timePattern, new PatternTime('%a %b %e %H:%M:%S %Y', reference)),
    { literal: '] ' },
    part(Field.method),
    { literal: ' ' },
    part(Field.target),
    { literal: ' => generated ' },
    part(Field.bytes),
    { literal: ' bytes in ' },
    part(Field.responseUnit),
    { literal: ' (' },
    part(Field.protocol),
    { literal: ' ' },
    part(Field.status),
    { literal: ') ' },
    part(Field.ignored),
  ]);
}

/** Common without ident and user, whatever stands behind the size. */
export const NO_IDENT_PLAN: FormatPlan = {
  ...planned([
    part(Field.host),
    { literal: ' [' },
    part(Field.timeClf),
    { literal: '] "' },
    part(Field.request),
    { literal: '" ' },
    part(Field.status),
    { literal: ' ' },
    part(Field.bytes),
  ]),
  isOpen: true,
};

/** IIS's own format: https://learn.microsoft.com/windows/win32/http/iis-logging */
export function iisNativePlan(reference: number): FormatPlan {
  const comma: FormatPart = { literal: ', ' };
  return planned([
    part(Field.host),
    comma,
    part(Field.user),
    comma,
    part(Field.timePattern, new PatternTime('%m/%d/%y', reference)),
    comma,
    part(Field.timePattern, new PatternTime('%H:%M:%S', reference)),
    comma,
    ...ignored(', '),
    ...ignored(', '),
    ...ignored(', '),
    part(Field.responseMillis),
    comma,
    part(Field.requestBytes),
    comma,
    part(Field.bytes),
    comma,
    part(Field.status),
    comma,
    ...ignored(', '),
    part(Field.method),
    comma,
    part(Field.target),
    comma,
    part(Field.ignored),
  ]);
}

/** The Common Log Format without its time, as it stands behind a syslog header that has one. */
export const UNTIMED_PLAN: FormatPlan = {
  isOpen: true,
  lead: '',
  fields: [
    { field: Field.host, source: '', pattern: undefined, literal: ' ' },
    { field: Field.ignored, source: '', pattern: undefined, literal: ' ' },
    { field: Field.user, source: '', pattern: undefined, literal: ' "' },
    { field: Field.request, source: '', pattern: undefined, literal: '" ' },
    { field: Field.status, source: '', pattern: undefined, literal: ' ' },
    { field: Field.bytes, source: '', pattern: undefined, literal: '' },
  ],
};

/** A plan of our own is whole, or we have made a mistake. */
export function planned(parts: readonly FormatPart[]): FormatPlan {
  return sound(planOf(parts));
}

export function sound(plan: FormatPlan | FormatProblem): FormatPlan {
  if (plan instanceof FormatProblem) throw new Error(plan.message);
  return plan;
}
