import { ByteBlock } from '../bytes/byte-block.ts';

/** The key of lines that have none. */
export const NONE = ByteBlock.ofAscii('(none)');
