import type { Configurable, Setting } from '@hitwatch/adapters/configuration';

/** Options as `parseArgs` gives them. */
export type OptionValues = Readonly<Record<string, string | string[] | boolean | undefined>>;

/** Of these the command line gives one, and then the configuration's other one is not meant. */
const ONE_OF = ['format', 'format-from'];

/**
 * What the command line says of a command, and what the configuration says where it does not.
 * Files that are named stand for those of the configuration.
 */
export function withSettings<T extends OptionValues>(
  values: T,
  positionals: readonly string[],
  settings: readonly Setting[],
  command: Configurable,
): T {
  const given = new Set(Object.keys(values).filter((flag) => values[flag] !== undefined));
  if (positionals.length > 0 || given.has('demo')) given.add('file');
  if (ONE_OF.some((flag) => given.has(flag))) for (const flag of ONE_OF) given.add(flag);
  const own = settings.filter(({ commands, flag }) => {
    return commands.includes(command) && !given.has(flag);
  });
  const said = own.map(({ flag, value }) => [flag, typeof value === 'string' ? value : [...value]]);
  // The settings are typed by their schema as the options are by parseArgs.
  return { ...values, ...(Object.fromEntries(said) as Partial<T>) };
}
