import { DEFAULTS } from './command-line.ts';
import { CLIENTS_MAX, SECTIONS_MAX } from './options.ts';

/** What `--help` prints. */
export const HELP = `loadgen: writes access logs, replayed or invented from a seed

loadgen [options]                  invents traffic
loadgen --replay FILE [options]    plays a log again

How fast:
  --rate R           lines a second; 0 for as fast as possible, stamped with the time of writing
                     (default ${DEFAULTS.rate}; with --replay the log's own pace)
  --speed X          with --replay: multiple of the log's own pace (default ${DEFAULTS.speed})
  --fast             wait for nothing: times run on by themselves as the rate or the log has it, so
                     that a day is written in seconds
  --start TIME       with --fast: time of the beginning, such as 2026-01-01T00:00:00Z
                     (default: so that --for ends now, or now)
  --arrivals KIND    even, or poisson for lines at random as visitors make them
                     (default ${DEFAULTS.arrivals})
  --day-shape        quiet at night and busy in the evening (UTC); --rate is the mean of a day
  --spike at=A,for=B,times=X[,every=C]
                     X times the rate for B, from A after the start on, again each C;
                     X below 1 is a lull, 0 an outage. May be given again; spikes multiply

How much, whichever comes first (default: until it is stopped, or the log ends):
  --for D            as long as this
  --count N          lines
  --bytes N          at most so many bytes, as in 500000, 200MB or 64KiB

Invented traffic (the same options, seed and start give the same bytes):
  --seed N           (default ${DEFAULTS.seed})
  --sections N       sections of the site, Zipf-distributed, up to ${SECTIONS_MAX}
                     (default ${DEFAULTS.sections})
  --clients N        visitors, Zipf-distributed, up to ${CLIENTS_MAX}
                     (default ${DEFAULTS.clients})
  --errors SHARE     of statuses from 500 to 599, as in 2% or 0.02 (default ${DEFAULTS.errors})
  --malformed SHARE  of lines cut off, with a TLS handshake as request, binary, with a day that does
                     not exist, or empty (default ${DEFAULTS.malformed})
  --format F         common, combined or vhost: combined after host:port
                     (default ${DEFAULTS.format})

Replay:
  --replay FILE      log to play, - for standard input; lines without a time go with the line before
  --times T          now: stamped anew, in UTC, as they come; keep: as they are
                     (default ${DEFAULTS.times})

Where to:
  --out FILE         appended to; - is standard output (default ${DEFAULTS.out})
  --rotate-lines N   begin a new file after so many lines
  --rotate-every D   begin a new file after so long; with --fast in the time of the traffic
  --rotate-keep N    old files that are kept, FILE.1 the newest (default ${DEFAULTS['rotate-keep']})
  --rotate-mode M    rename: FILE is renamed and made anew; copytruncate: FILE is copied and emptied
                     (default ${DEFAULTS['rotate-mode']})
  --summary          at the end say on standard error what was written and how fast
  -h, --help         this text
  -V, --version      the version

A duration is a number with ms, s, m, h or d, or several (1m30s); a bare number is seconds.
Only whole lines are written, also when it is stopped (Ctrl+C) or rotates.

Examples:
  loadgen --rate 5 --spike at=30s,for=1m,times=8,every=5m --out /tmp/access.log
      a quiet site with a rush every five minutes: watch it with hitwatch /tmp/access.log
  loadgen --rate 10 --fast --for 1d --day-shape --start 2026-01-01 --out day.log
      a whole day of a busy site, in seconds
  loadgen --replay access.log --speed 60 --out live.log --rotate-every 30s
      an hour of a real log every minute, as if it happened now, with rotation

Exit code: 0 done or stopped, 1 the environment failed, 2 wrong usage.
`;
