import { type Command, DEFAULTS, DRIVERS_DEFAULT, USUAL_PLACES } from './defaults.ts';

const COMMON = `
Common options:
  --file FILE        log to read, the same as FILE; may be given again. - is standard input
                     FILE is also a directory, for the logs in it, or a quoted pattern such as
                     '/var/log/nginx/*.log*', with ? [...] {a,b} and ** too
  --top N            rows of a table, 0 for all that is kept (default ${DEFAULTS.top}); of
                     backtest, what drove an alert, of each kind (default ${DRIVERS_DEFAULT})
  --site ORIGIN      shown before sections that have no host, as in http://my.site.com
  --timezone ZONE    local, utc or a name such as Europe/Paris, for times that people read
                     (default ${DEFAULTS.timezone}; machine output is always UTC)
  --format FORMAT    the name of a format (hitwatch formats lists them), or what the server's
                     configuration has: the body of nginx's log_format, Apache's LogFormat, or a
                     GoAccess format (default: found for each file by itself)
  --format-from CONF nginx.conf or httpd.conf: the formats, and without FILE the logs, that it
                     defines; includes are not followed
  --date-format P    of a GoAccess format with %d or %x, such as %d/%b/%Y
  --time-format P    of a GoAccess format with %t, such as %H:%M:%S
  --trusted-proxy A  an address or a network, 10.0.0.0/8, whose X-Forwarded-For is believed, where
                     the log has it; may be given again
  --config FILE      defaults, alert rules and channels; none for none
                     (default: $XDG_CONFIG_HOME/hitwatch/hitwatch.yaml, where it is there)
  --debug            add the stack to an error
  -h, --help         this text; hitwatch help COMMAND for one command
  -V, --version      the version
`;

const WATCH = `
hitwatch [watch] [FILE...]: follow logs as they are written

  --threshold N      average hits per second above which traffic is high
                     (default ${DEFAULTS.threshold})
  --duration D       window of that average (default ${DEFAULTS.duration})
  --every D          time between two reports (default ${DEFAULTS.every})
  --from WHERE       where to begin in a log that is there already: start (all of it), window
                     (as far back as the alert needs) or end (default ${DEFAULTS.from})
  --output FORM      auto, tui (the dashboard), text or ndjson, one JSON object a line
                     (default auto: the dashboard on a terminal, text elsewhere)
  --alert-log FILE   where alerts are kept, one JSON object a line; none turns it off
                     (default: $XDG_STATE_HOME/hitwatch/alerts.ndjson)
  --state DIR        keep what a restart needs in this folder, and go on with what is there: each
                     line counts once, an alert that is on stays on (default: start afresh)
  --fresh            forget what is in the folder of --state and begin anew
  --listen ADDRESS   hear syslog messages by UDP and TCP at a port of this machine, 5514, or at
                     syslog://HOST:PORT, syslog+udp:// or syslog+tcp://; may be given again
  --demo             watch a log that hitwatch itself writes in a temporary folder

  Of a directory or a pattern, files that come later are followed too, from their first line;
  old ones of a rotated set and packed ones are not.
  A duration is a number with ms, s, m, h or d, or several (1m30s); a bare number is seconds.
  Without FILE it reads what is piped in, else the first of these that is readable:
${USUAL_PLACES.map((place) => `    ${place}`).join('\n')}

  In the dashboard: ? shows all keys, q quits. Tab and digits open panels, Enter goes down into a
  row and Esc back, / searches, f filters all panels by a condition such as
  status>=500 and not section=/api, t changes the span of time, a shows the alerts, p pauses,
  w writes a report. NO_COLOR is obeyed.

  Ctrl+C stops it; everything is written first.
`;

const REPORT = `
hitwatch report FILE...: one pass over logs, print the totals

  Files packed with gzip, zstd or bzip2 are unpacked, whatever they are called.
  --output FORM      text, json or ndjson, both one document on one line (default text)
  --jobs N           threads that count; the result is the same for every N (default all cores)
  --verify           count everything a second time, slowly and by other means, and compare; exit
                     code 1 when anything differs
`;

const BACKTEST = `
hitwatch backtest FILE...: the alerts that rules would have raised in old logs, and what drove them

  Each hit counts in its own second, whatever the order of lines and files. Draws what the rule
  looks at over the whole time, against its threshold.
  --threshold N      average hits per second above which traffic is high
                     (default ${DEFAULTS.threshold})
  --duration D       window of that average, up to 1d (default ${DEFAULTS.duration})
  --rule NAME        only this rule; also one of the built-in ones: error-share, silence,
                     unparsed-lines; may be given again
  --suggest N        suggest thresholds that would have fired about N times a week
  --output FORM      text, json or ndjson, both one document on one line (default text)
  --jobs N           threads that count; the result is the same for every N (default all cores)
`;

const ALERTS = `
hitwatch alerts [ID...]: the history of alerts, from their begin to their end, the newest last

  Reads the whole alert log, and what it was rotated to beside it, packed or not.
  --since T          alerts that stood then or later: 2026-01-02T03:04:05Z, 2h (ago), today,
                     yesterday
  --until T          alerts that stood then or earlier
  --rule NAME        of this rule; may be given again
  --state STATE      firing, recovered, or unfinished: it began again before anybody saw it
                     recover; may be given again
  --detail           all that is known of each, as with an ID or its first digits: what drove it,
                     and lines
  --output FORM      text, json or ndjson (default text)
  --alert-log FILE   the alert log (default: $XDG_STATE_HOME/hitwatch/alerts.ndjson)
  --timezone ZONE    of times that people read (default ${DEFAULTS.timezone})
`;

const FORMATS = `
hitwatch formats: list the formats that are known by name

  --output FORM      text or json (default text)
`;

const EXPLAIN = `
hitwatch explain FILE...: how the first lines of a log are read

  Shows the format that was found and how sure that is, each field of a few lines, and where lines
  that are not parsed stop fitting.
  --output FORM      text or json (default text)
  --format FORMAT, --format-from CONF, --date-format P, --time-format P, --file FILE  as below
`;

const CONFIG = `
hitwatch config check: say what is wrong with the configuration, with line and column
hitwatch config print [options of watch]: what is in force, and where each value comes from

  --config FILE      the configuration; without it, that of this user or machine
`;

const CHANNELS = `
hitwatch channels: list the channels of the configuration
hitwatch channels test NAME: send a test alert through one, and say what happened

  --config FILE      the configuration; without it, that of this user or machine
`;

const NATS_PLACE = `
  --nats URL         nats://HOST:4222 or tls://...; several of one cluster, with commas
  --fleet NAME       letters, digits, _ and -
  --nats-user NAME   with the password from $HITWATCH_NATS_PASSWORD
  --nats-creds FILE  the credentials of a user, with JWT and seed
  --nats-ca FILE, --nats-cert FILE, --nats-key FILE  for TLS, in PEM
`;

const NATS = `${NATS_PLACE}  --output FORM      text or json (default text)
`;

const AGENT = `
hitwatch agent FILE... --nats URL --fleet NAME: follow the logs of this host for a fleet

  Publishes what it counts once a second; hitwatch fleet init has made the streams. While the
  engine is away it counts on.
  --name HOST        of this host in the fleet (default: its host name)
  --from WHERE       where to begin in a log that is there already: start, window or end
                     (default end)
  --state DIR        keep what a restart needs in this folder, and go on with what is there: each
                     line counts once (default: start afresh)
  --file FILE, --format FORMAT, --format-from CONF, --date-format P, --time-format P,
  --trusted-proxy A  as of watch
${NATS_PLACE.slice(1)}`;

const FLEET = `
hitwatch fleet init --nats URL --fleet NAME: make the streams of a fleet in NATS JetStream

  Makes what is not there, and leaves as it is what is.
  --replicas N       servers that keep each message, 1, 3 or 5 (default 3 in a cluster, else 1)
${NATS.slice(1)}`;

const DOCTOR = `
hitwatch doctor --nats URL --fleet NAME: look at all that a fleet needs, and say what to do

${NATS.slice(1)}`;

const EXAMPLES = `
Examples:
  hitwatch /var/log/nginx/access.log
  hitwatch access.log --threshold 50 --duration 5m
  ssh web1 tail -F /var/log/nginx/access.log | hitwatch -
  hitwatch --listen 5514
  hitwatch report '/var/log/nginx/access.log*'
  hitwatch report access.log.1 access.log --output json | jq .tables.sections
  hitwatch backtest '/var/log/nginx/access.log*' --threshold 50 --suggest 2
  hitwatch alerts --since today
  hitwatch explain /var/log/haproxy.log
  hitwatch report access.log --format '$remote_addr [$time_local] "$request" $status'
  hitwatch --demo

Exit code: 0 done or stopped, 1 the environment failed, 2 wrong usage or configuration.
`;

/** The help of one command, or of the program. */
export function helpText(about: Command | undefined): string {
  if (about === 'watch') return `${WATCH}${COMMON}`.trimStart();
  if (about === 'formats') return FORMATS.trimStart();
  if (about === 'explain') return EXPLAIN.trimStart();
  if (about === 'backtest') return `${BACKTEST}${COMMON}`.trimStart();
  if (about === 'alerts') return ALERTS.trimStart();
  if (about === 'config') return CONFIG.trimStart();
  if (about === 'channels') return CHANNELS.trimStart();
  if (about === 'agent') return AGENT.trimStart();
  if (about === 'fleet') return FLEET.trimStart();
  if (about === 'doctor') return DOCTOR.trimStart();
  if (about === 'report') return `${REPORT}${COMMON}`.trimStart();
  const title =
    'hitwatch: sections with the most hits, statistics and alerts of HTTP access logs\n';
  const commands = [
    WATCH,
    REPORT,
    BACKTEST,
    ALERTS,
    FORMATS,
    EXPLAIN,
    CONFIG,
    CHANNELS,
    AGENT,
    FLEET,
    DOCTOR,
  ];
  return [title, ...commands, COMMON, EXAMPLES].join('');
}
