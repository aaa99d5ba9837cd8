import { helpText } from './help.ts';

/** Nothing is imported here that help does not need: it is there before the program is loaded. */

/** What to print for arguments that ask for nothing but help or the version, else undefined. */
export function quickAnswer(args: readonly string[], version: string): string | undefined {
  const [first, ...rest] = args;
  if (rest.length > 0) return undefined;
  if (first === '--help' || first === '-h' || first === 'help') return helpText(undefined);
  if (first === '--version' || first === '-V') return `hitwatch ${version}\n`;
  return undefined;
}

/** Prints a text. False when it could not be, but for a reader that has gone. */
export function print(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    process.stdout.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'EPIPE');
    });
    process.stdout.write(text, (error) => {
      if (!error) resolve(true);
    });
  });
}
