const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

export interface SomeHit {
  readonly client?: string;
  readonly method?: string;
  readonly target?: string;
  readonly status?: number;
  readonly agent?: string;
}

/** A line of a Combined log, of this very second. */
export function lineNow(hit: SomeHit = {}): string {
  const { client = '10.0.0.1', method = 'GET', target = '/', status = 200, agent = 'curl' } = hit;
  const now = new Date().toISOString();
  const day = `${now.slice(8, 10)}/${String(MONTHS[Number(now.slice(5, 7)) - 1])}`;
  const time = `${day}/${now.slice(0, 4)}:${now.slice(11, 19)} +0000`;
  return `${client} - - [${time}] "${method} ${target} HTTP/1.1" ${status} 512 "-" "${agent}"\n`;
}

/**
 * Ten hits: six of `/api` by two clients, three of `/pages`, one of `/`; three of them are errors.
 */
export function someLog(): string {
  const api = [
    { target: '/api/users', client: '10.0.0.1', status: 500 },
    { target: '/api/users', client: '10.0.0.1', status: 503 },
    { target: '/api/users', client: '10.0.0.2' },
    { target: '/api/users', client: '10.0.0.1' },
    { target: '/api/carts?id=7', client: '10.0.0.2', method: 'POST', status: 404 },
    { target: '/api/carts?id=8', client: '10.0.0.2', method: 'POST' },
  ];
  const pages = ['/pages/create', '/pages/edit', '/pages'].map((target) => ({ target }));
  return [...api, ...pages, {}].map(lineNow).join('');
}
