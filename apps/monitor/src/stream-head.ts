import { directivesBefore, EnvironmentFailure, readHead } from '@hitwatch/adapters';
import { AccessRecord, ByteBlock, ClfLines, detectFormat, PARSED } from '@hitwatch/domain';

import { chosenFormat, type FormatChoice } from './formats.ts';

/** Formats whose lines mean what a directive before them says. */
const DIRECTED = ['w3c', 'iis', 'cloudfront'];
const LF = 10;
const HASH = 35;

/** How far back from where following begins directives are looked for. */
const BACK_BYTES = 64 * 1024 * 1024;

/** Whether lines of a log mean what one of the lines before them says: W3C's do. */
export function isDirected(choice: FormatChoice, path: string, head: ByteBlock): boolean {
  const chosen = chosenFormat(choice, path)?.name;
  if (chosen === undefined && isOrdinary(head)) return false;
  const name = chosen ?? detectFormat(head, 0, head.length, { reference: 0 }).format;
  return name !== undefined && DIRECTED.includes(name);
}

/**
 * Whether lines are of Common or Combined at a glance: the first is, and none is a directive. To
 * find out the format takes as long as counting 20 MB.
 */
function isOrdinary(head: ByteBlock): boolean {
  const { octets } = head;
  const end = octets.indexOf(LF);
  if (end < 0 || octets[0] === HASH) return false;
  for (let at = end; at >= 0; at = octets.indexOf(LF, at + 1)) {
    if (octets[at + 1] === HASH) return false;
  }
  return new ClfLines().parse(head, 0, end, new AccessRecord()) === PARSED;
}

/** The first lines of a file and the directives behind them. */
export function withDirectives(head: ByteBlock, directives?: Uint8Array): ByteBlock {
  if (directives === undefined) return head;
  // What the head ends in may be half a line.
  return new ByteBlock(Buffer.concat([head.octets, Buffer.from('\n'), directives]));
}

/** What tells a parser about the lines before `offset`, from which on a log is followed. */
export function headBefore(
  choice: FormatChoice,
  path: string,
  offset: number,
): { head?: () => ByteBlock | undefined } {
  if (offset === 0 || path === '-') return {};
  return {
    head: () => {
      try {
        const head = readHead(path);
        if (!isDirected(choice, path, head)) return head;
        const from = Math.max(0, offset - BACK_BYTES);
        const [directives] = directivesBefore(path, [offset], from);
        return withDirectives(head, directives);
      } catch (error) {
        // It has gone meanwhile; its lines will tell.
        if (error instanceof EnvironmentFailure) return undefined;
        throw error;
      }
    },
  };
}
