import { encodeJson } from '@hitwatch/adapters';
import { FORMATS } from '@hitwatch/domain';

/** `hitwatch formats`: what is known by name. */
export function listFormats(output: 'text' | 'json'): string {
  if (output === 'json') {
    const formats = FORMATS.map(({ name, title, aliases, source, example }) => {
      return { name, title, aliases, source, example };
    });
    return `${encodeJson({ schema: 'hitwatch/formats/1', formats })}\n`;
  }
  const cells = Math.max(...FORMATS.map(({ name }) => name.length));
  const lines = FORMATS.map(({ name, title, aliases }) => {
    const others = aliases.length === 0 ? '' : `  (${aliases.join(', ')})`;
    return `  ${name.padEnd(cells)}  ${title}${others}`;
  });
  return [
    'Formats that are found by themselves, and their names for --format:',
    '',
    ...lines,
    '',
    'Lines may also stand behind a syslog header, in the JSON of Docker, in that of CRI or compose,',
    'or in quotes. Any other format: --format with the definition that the server has.',
    '',
  ].join('\n');
}
