/** A command line of this project's programs, as a document has it. */
export interface ShellCommand {
  readonly program: 'monitor' | 'loadgen';
  readonly line: string;
  readonly args: readonly string[];
  /** It reads what another program gives it. */
  readonly piped: boolean;
  /** The words of the command that reads what it gives, if there is one. */
  readonly reader: readonly string[] | undefined;
}

/** Words and operators; quotes keep a word together, and a comment goes to the end of the line. */
const TOKEN = /'([^']*)'|"([^"]*)"|(&&|\|\||\||;)|(#.*$)|([^\s'"|;&]+)/gm;
const STARTS: readonly (readonly [words: readonly string[], program: ShellCommand['program']])[] = [
  [['hitwatch'], 'monitor'],
  [['npx', 'hitwatch'], 'monitor'],
  [['npx', 'nx', 'run', 'monitor:serve', '--'], 'monitor'],
  [['npx', 'nx', 'run', 'loadgen:serve', '--'], 'loadgen'],
];

/** Those in the `sh` blocks of a Markdown document, with or without a prompt. */
export function commandsIn(markdown: string): readonly ShellCommand[] {
  const blocks = [...markdown.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block);
  const lines = blocks.flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'));
  return lines.map((line) => line.replace(/^\$ /, '').trim()).flatMap(commandsOf);
}

function commandsOf(line: string): readonly ShellCommand[] {
  const pieces = piecesOf(line);
  return pieces.flatMap(({ words, pipedInto }, index) => {
    const [found] = STARTS.filter(([start]) => start.every((word, at) => words[at] === word));
    if (found === undefined) return [];
    const [start, program] = found;
    const piped = pieces[index - 1]?.pipedInto === true;
    const reader = pipedInto ? pieces[index + 1]?.words : undefined;
    return [{ program, line, args: words.slice(start.length), piped, reader }];
  });
}

/** The simple commands of a line, and whether a pipe stands behind each. */
function piecesOf(line: string) {
  const pieces = [{ words: [] as string[], pipedInto: false }];
  for (const [, single, double, operator, comment, word] of line.matchAll(TOKEN)) {
    const piece = pieces.at(-1);
    if (comment !== undefined || piece === undefined) break;
    if (operator === undefined) {
      piece.words.push(single ?? double ?? word ?? '');
    } else {
      piece.pipedInto = operator === '|';
      pieces.push({ words: [], pipedInto: false });
    }
  }
  return pieces;
}
