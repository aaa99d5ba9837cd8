import { directivesBefore, EnvironmentFailure, readHead } from '@hitwatch/adapters';
import { ByteBlock, detectFormat } from '@hitwatch/domain';

import { chosenFormat, type FormatChoice } from './formats.ts';

/** Formats whose lines mean what a directive before them says. */
const DIRECTED = ['w3c', 'iis', 'cloudfront'];
/** How far back from where following begins directives are looked for. */
const BACK_BYTES = 64 * 1024 * 1024;

/** Whether lines of a log mean what one of the lines before them says: W3C's do. */
export function isDirected(choice: FormatChoice, path: string, head: ByteBlock): boolean {
  const chosen = chosenFormat(choice, path)?.name;
  const name = chosen ?? detectFormat(head, 0, head.length, { reference: 0 }).format;
  return name !== undefined && DIRECTED.includes(name);
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
