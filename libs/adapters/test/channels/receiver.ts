import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** `stall` never answers, `cut` closes the connection; a number is a status. */
export type Answer = number | 'stall' | 'cut' | { readonly status: number; readonly text: string };

/** A receiver of webhooks on loopback that answers as a test says, and then with 200. */
export class Receiver {
  readonly received: Received[] = [];
  /** What was answered with 200. */
  readonly taken: Received[] = [];
  readonly #server: Server;
  readonly #answers: Answer[];
  #onRequest: () => void = () => undefined;

  private constructor(answers: readonly Answer[]) {
    this.#answers = [...answers];
    this.#server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        this.#answer({ path, headers, body }, response);
        this.#onRequest();
      });
    });
  }

  static async open(answers: readonly Answer[] = []): Promise<Receiver> {
    const receiver = new Receiver(answers);
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo; // it listens on a port
    return `http://127.0.0.1:${String(port)}`;
  }

  /** Resolves when so many requests have come in all. */
  async requests(count: number): Promise<void> {
    while (this.received.length < count) {
      await new Promise<void>((resolve) => (this.#onRequest = resolve));
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(received: Received, response: ServerResponse): void {
    this.received.push(received);
    const answer = this.#answers.shift() ?? 200;
    if (answer === 'stall') return;
    if (answer === 'cut') {
      response.destroy();
      return;
    }
    const { status, text } = typeof answer === 'number' ? { status: answer, text: '' } : answer;
    if (status === 200) this.taken.push(received);
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(text);
  }
}
