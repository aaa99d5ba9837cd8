import type { Expression, HitCondition } from './hit-condition.ts';

type TextExpression = Extract<Expression, { kind: 'text' }>;

/**
 * A condition on sections and URLs as people see them. Where a log has virtual hosts, or the user
 * has given a `site`, an origin is shown before them that the line does not have there, so
 * `section = "http://my.site.com/pages"` is also a hit of `/pages` on that host.
 */
export function asShown(condition: HitCondition, site: string | undefined): HitCondition {
  return { ...condition, expression: seen(condition.expression, site) };
}

function seen(expression: Expression, site: string | undefined): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, terms: expression.terms.map((term) => seen(term, site)) };
    case 'not':
      return { ...expression, term: seen(expression.term, site) };
    case 'text':
      return seenText(expression, site);
    default:
      return expression;
  }
}

function seenText(expression: TextExpression, site: string | undefined): Expression {
  const { field, operator, value } = expression;
  if ((field !== 'section' && field !== 'url') || operator === '~') return expression;
  if (operator === '!=') {
    return { kind: 'not', term: seenText({ ...expression, operator: '=' }, site) };
  }
  const scheme = ['http://', 'https://'].find((one) => value.startsWith(one));
  if (scheme === undefined) return expression;
  const slash = value.indexOf('/', scheme.length);
  if (slash < 0) return expression;
  const origin = value.slice(0, slash);
  const path: Expression = { ...expression, value: value.slice(slash) };
  const host = value.slice(scheme.length, slash);
  const ways: Expression[] = [expression];
  // A line may state the port that its origin is shown without.
  for (const name of [host, `${host}:80`, `${host}:443`]) {
    ways.push({ kind: 'and', terms: [vhostIs(name), path] });
  }
  if (site === origin) ways.push({ kind: 'and', terms: [vhostIs(''), path] });
  if (value.length === slash + 1) ways.push({ ...expression, value: origin });
  return { kind: 'or', terms: ways };
}

function vhostIs(value: string): Expression {
  return { kind: 'text', field: 'vhost', operator: '=', value };
}
