// What the rules cost a line: with what explains them, and rules of each kind.
import {
  alertRule,
  type AlertRule,
  ByteBlock,
  ClfLines,
  encodeText,
  EventClock,
  highTrafficRule,
  Kernel,
  KernelScanner,
  LiveAlerts,
  parseCondition,
  type RecordBatch,
  RuleEngine,
  RuleWatch,
} from '@hitwatch/domain';

const LINES = 200_000;
const LINES_A_SECOND = 20;
const ROUNDS = 9;
const START = Date.UTC(2024, 4, 1) / 1000;

function lineOf(at: number): string {
  const iso = new Date((START + Math.floor(at / LINES_A_SECOND)) * 1000).toISOString();
  const stamp = `01/May/2024:${iso.slice(11, 19)} +0000`;
  const status = at % 50 === 0 ? 503 : 200;
  const client = `10.${String(at % 7)}.${String(at % 31)}.${String(at % 101)}`;
  const request = `GET /section${String(at % 40)}/page${String(at % 997)} HTTP/1.1`;
  const head = `${client} - - [${stamp}] "${request}" ${status} 512`;
  return `${head} "-" "Mozilla/5.0" 0.${String(100 + (at % 800))}\n`;
}

const log = new ByteBlock(
  encodeText(Array.from({ length: LINES }, (_, at) => lineOf(at)).join('')),
);

/** The fastest of some rounds, in nanoseconds a line; `take` is timed, the scan is not. */
function fastestNs(begin: () => (batch: RecordBatch) => void): number {
  let fastest = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const take = begin();
    const scanner = new KernelScanner(new Kernel(1), new ClfLines());
    let spent = 0n;
    for (let at = 0; at < log.length;) {
      at = scanner.scan(log, at, log.length);
      const begun = process.hrtime.bigint();
      take(scanner.batch);
      spent += process.hrtime.bigint() - begun;
    }
    fastest = Math.min(fastest, Number(spent) / LINES);
  }
  return fastest;
}

function clock(): EventClock {
  const made = new EventClock({ nowMs: () => (START + LINES) * 1000 });
  made.arrive();
  return made;
}

/** What `watch` does: the rules, and the samples that explain what they tell. */
function liveNs(): number {
  return fastestNs(() => {
    const live = new LiveAlerts(clock(), [highTrafficRule()], 1, () => undefined);
    const watched = live.log('access.log');
    return (batch) => void watched.observe(batch, batch.size);
  });
}

function rulesNs(...rules: readonly AlertRule[]): number {
  return fastestNs(() => {
    const watch = new RuleWatch(clock(), new RuleEngine(rules, 1, () => undefined));
    return (batch) => void watch.observe(batch, 'access.log');
  });
}

const parsed = parseCondition(
  'status >= 500 and section ^= /section1 and not client = 10.3.0.0/16',
);
const where = 'condition' in parsed ? parsed.condition : undefined;
const severities = { critical: { threshold: 1e6 } };
const base = { name: 'any', windowSeconds: 120, severities };
const share = alertRule({
  ...base,
  metric: 'error_share',
  severities: { critical: { threshold: 1 } },
});
const rows: readonly (readonly [string, () => number])[] = [
  ['LiveAlerts, the default rule', liveNs],
  ['RuleWatch, the default rule', () => rulesNs(highTrafficRule())],
  ['error share', () => rulesNs(share)],
  [
    'hits by section',
    () => rulesNs(alertRule({ ...base, metric: 'hits_per_second', by: 'section' })),
  ],
  [
    'hits by client',
    () => rulesNs(alertRule({ ...base, metric: 'hits_per_second', by: 'client' })),
  ],
  [
    'hits with a condition',
    () => rulesNs(alertRule({ ...base, metric: 'hits_per_second', where })),
  ],
  ['p95', () => rulesNs(alertRule({ ...base, metric: 'response_time', quantile: 0.95 }))],
  ['clients', () => rulesNs(alertRule({ ...base, metric: 'distinct_clients' }))],
];
for (const [name, measure] of rows) console.log(`${name.padEnd(30)} ${measure().toFixed(1)} ns`);
