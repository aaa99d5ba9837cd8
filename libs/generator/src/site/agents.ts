import { TextPool } from './text-pool.ts';

/**
 * Share among clients, in percent, of each kind of program. Programs that are no browser send no
 * referrer.
 */
const BROWSERS: readonly (readonly [share: number, agent: string])[] = [
  [
    24,
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  ],
  [
    12,
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  ],
  [
    15,
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  ],
  [
    9,
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  ],
  [
    7,
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  ],
  [
    6,
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
  ],
  [5, 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0'],
  [3, 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'],
  [
    2,
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
  ],
];

const PROGRAMS: typeof BROWSERS = [
  [5, 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
  [3, 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'],
  [2, 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)'],
  [1, 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
  [1, 'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)'],
  [1, 'python-requests/2.32.5'],
  [1, 'curl/8.16.0'],
  [1, 'Go-http-client/2.0'],
  [1, 'okhttp/4.12.0'],
  [1, '-'],
];

const AGENTS = [...BROWSERS, ...PROGRAMS];

export const agentTexts = new TextPool(AGENTS.map(([, agent]) => agent));

export const AGENT_SHARES: readonly number[] = AGENTS.map(([share]) => share);

/** Whether the agent at this index of `agentTexts` is used by a person. */
export function isBrowser(agent: number): boolean {
  return agent < BROWSERS.length;
}
