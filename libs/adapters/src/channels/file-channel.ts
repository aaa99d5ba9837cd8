import { open } from 'node:fs/promises';

import type { AlertNotification } from '@hitwatch/ports';

import { writeFailure } from '../files/write-failure.ts';
import { encodeJson } from '../json/encode.ts';
import type { AlertChannel } from './alert-channel.ts';
import { ChannelFailure } from './channel-failure.ts';

const LF = 10;

/**
 * Appends each alert to a file, one JSON object a line with its `id`. The file is opened anew each
 * time, so that it may be rotated.
 */
export class FileChannel implements AlertChannel {
  readonly name: string;
  readonly #path: string;

  constructor(name: string, path: string) {
    this.name = name;
    this.#path = path;
  }

  async send(alert: AlertNotification): Promise<void> {
    const line = `${encodeJson({ id: alert.id, ...alert.document })}\n`;
    try {
      const file = await open(this.#path, 'a+', 0o640);
      try {
        const { size } = await file.stat();
        const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
        // A line that was torn by a full disk must not spoil this one.
        const begin = bytesRead === 0 || buffer[0] === LF ? '' : '\n';
        await file.appendFile(begin + line);
      } finally {
        await file.close();
      }
    } catch (error) {
      const { message, remedy } = writeFailure(this.#path, error);
      throw new ChannelFailure(`${message}: ${remedy}`, { cause: error });
    }
  }
}
