/** The one object of defaults; `--help` states them from here. */
export const DEFAULTS = {
  threshold: '10',
  duration: '120s',
  every: '10s',
  top: '10',
  from: 'window',
  timezone: 'local',
} as const;

/** Drivers of each kind that `backtest` shows, where nobody says how many with `--top`. */
export const DRIVERS_DEFAULT = '3';

export const COMMANDS = [
  'watch',
  'report',
  'backtest',
  'alerts',
  'formats',
  'explain',
  'config',
  'channels',
  'agent',
  'fleet',
  'doctor',
] as const;
export type Command = (typeof COMMANDS)[number];

/** Where web servers write their access log unless told otherwise. */
export const USUAL_PLACES = [
  '/var/log/nginx/access.log',
  '/var/log/apache2/access.log',
  '/var/log/apache2/other_vhosts_access.log',
  '/var/log/httpd/access_log',
  '/var/log/lighttpd/access.log',
  '/var/log/caddy/access.log',
  '/usr/local/var/log/nginx/access.log',
  '/opt/homebrew/var/log/nginx/access.log',
] as const;
