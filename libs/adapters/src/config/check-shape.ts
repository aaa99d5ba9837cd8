import { Ajv, type ErrorObject } from 'ajv';

import type { ConfigProblem } from './config-problem.ts';
import { remedyForName } from './near-name.ts';
import { isSecretPath } from './secret-source.ts';
import type { ConfigPath, YamlText } from './yaml-text.ts';

/** Nobody mends more of them at a time, and to find the place of each takes a while. */
const ERRORS_MAX = 100;

/**
 * Holds a configuration to its JSON Schema (draft-07). Each problem has the place in the text that
 * it is about; the same thing is not said twice, and no secret is.
 */
export function checkShape(text: YamlText, schema: object): readonly ConfigProblem[] {
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
  const validate = ajv.compile(schema);
  if (validate(text.value)) return [];
  const problems = new Map<string, ConfigProblem>();
  for (const error of (validate.errors ?? []).slice(0, ERRORS_MAX)) {
    // What is wrong with a branch or a name is said by another error.
    if (error.keyword === 'if' || error.propertyName !== undefined) continue;
    const problem = problemOf(text, error);
    const place = `${String(problem.line)}:${String(problem.column)}:${problem.what}`;
    if (!problems.has(place)) problems.set(place, problem);
  }
  return [...problems.values()];
}

function problemOf(text: YamlText, error: ErrorObject): ConfigProblem {
  const path = pathOf(text.value, error.instancePath);
  const named = path.length === 0 ? 'the configuration' : pathText(path);
  const data = isSecretPath(path) ? 'not so that it can be used' : shown(error.data);
  // What they have depends on the keyword, as Ajv documents it.
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      return {
        ...text.placeOfName(path, name),
        what: `${pathText([...path, name])} is not known`,
        remedy: remedyForName(name, namesOf(error)),
      };
    }
    case 'propertyNames':
      return {
        ...text.placeOfName(path, String(params['propertyName'])),
        what: `${JSON.stringify(params['propertyName'])} is no name`,
        remedy: 'take small letters, digits, - and _, with a letter or a digit first',
      };
    case 'required':
      return {
        ...text.placeOf(path),
        what: `${named} has no ${String(params['missingProperty'])}`,
        remedy: 'add it',
      };
    case 'enum': {
      const allowed = (params['allowedValues'] as readonly unknown[]).map(String);
      const wanted = typeof error.data === 'string' ? error.data : '';
      const near = remedyForName(wanted, allowed);
      return {
        ...text.placeOf(path),
        what: `${named} is ${data}`,
        remedy: near.startsWith('did') ? near : `choose one of ${allowed.join(', ')}`,
      };
    }
    case 'type':
      return {
        ...text.placeOf(path),
        what: `${named} is ${data}`,
        remedy: `give ${[params['type']].flat().map(typeText).join(' or ')}`,
      };
    default:
      return {
        ...text.placeOf(path),
        what: `${named} is ${data}`,
        remedy: describedBy(error) ?? `it ${error.message ?? 'cannot be so'}`,
      };
  }
}

/** A pointer of RFC 6901; a number in a list is an index. */
function pathOf(value: unknown, pointer: string): ConfigPath {
  const path: (string | number)[] = [];
  let at = value;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(at) ? Number(name) : name;
    path.push(step);
    at = (at as Record<string | number, unknown>)[step]; // Ajv was there
  }
  return path;
}

/** `rules[0].window` */
export function pathText(path: ConfigPath): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${String(part)}]` : index === 0 ? part : `.${part}`,
    )
    .join('');
}

function shown(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

function typeText(type: unknown): string {
  return TYPES[String(type)] ?? String(type);
}

function describedBy({ parentSchema }: ErrorObject): string | undefined {
  const { description } = parentSchema ?? {};
  return typeof description === 'string' ? `it has to be: ${description}` : undefined;
}

function namesOf({ parentSchema }: ErrorObject): readonly string[] {
  const { properties } = (parentSchema ?? {}) as { readonly properties?: object }; // by draft-07
  return Object.keys(properties ?? {});
}
