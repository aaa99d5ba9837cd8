import type { AlertNotification } from '@hitwatch/ports';

/** Fields of a template, each with what it stands for. */
const FIELDS: Readonly<Record<string, (alert: AlertNotification) => string>> = {
  id: ({ id }) => id,
  rule: ({ rule }) => rule,
  group: ({ group }) => group ?? '',
  severity: ({ severity }) => severity,
  state: ({ state }) => state,
  value: ({ value }) => (value === undefined ? 'no data' : String(value)),
  threshold: ({ threshold }) => String(threshold),
  window_s: ({ windowSeconds }) => String(windowSeconds),
  at: ({ second }) => new Date(second * 1000).toISOString(),
  started_at: ({ startedSecond }) => new Date(startedSecond * 1000).toISOString(),
  message: ({ message }) => message,
};

const FIELD = /\{([a-z_]+)\}/g;

/** The first field of a template that there is none of, undefined if there are all. */
export function unknownField(template: string): string | undefined {
  for (const [, name = ''] of template.matchAll(FIELD)) {
    if (!Object.hasOwn(FIELDS, name)) return name;
  }
  return undefined;
}

export const TEMPLATE_FIELDS: readonly string[] = Object.keys(FIELDS);

/**
 * Puts the alert into a template. `escape` makes each value harmless where it comes to stand: what
 * stands in a group or a message may come from a log.
 */
export function fillTemplate(
  template: string,
  alert: AlertNotification,
  escape: (text: string) => string,
): string {
  return template.replaceAll(FIELD, (whole, name: string) => {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    return field === undefined ? whole : escape(field(alert));
  });
}
