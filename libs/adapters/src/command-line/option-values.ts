import { UsageFailure } from './failure.ts';

/** The choice that `text` names. Throws `UsageFailure` naming the option and all choices. */
export function oneOf<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === text);
  if (chosen !== undefined) return chosen;
  throw new UsageFailure(
    `${option} ${JSON.stringify(text)} is not known`,
    `choose one of ${choices.join(', ')}`,
  );
}

/** Runs `parseArgs` of `node:util`; what it throws becomes a `UsageFailure`. */
export function parsed<T>(parse: () => T, program: string): T {
  try {
    return parse();
  } catch (error) {
    // The first sentence of Node's message says what is wrong; the rest is about escaping dashes.
    const message = error instanceof Error ? error.message : String(error);
    const what = message.split(/(?<=')\. |\.?\n/u, 1)[0] ?? message;
    throw new UsageFailure(what, `see ${program} --help`, { cause: error });
  }
}
