import { expect } from 'chai';

import {
  type AlertChange,
  type AlertRule,
  alertRule,
  builtInRule,
  EventClock,
  highTrafficRule,
  LiveAlerts,
  parseCondition,
} from '../../src/index.ts';
import { batchOf, type RuleHit } from './rule-lines.ts';

const NOON = Date.UTC(2024, 4, 1, 12) / 1000;
const CRITICAL = { critical: { threshold: 5 } };

/** Live alerts that read hits of one log, and what they told. */
function watching(...rules: readonly AlertRule[]) {
  const told: AlertChange[] = [];
  const clock = new EventClock({ nowMs: () => (NOON + 3600) * 1000 });
  const live = new LiveAlerts(clock, rules, 1, (change) => told.push(change));
  const log = live.log('a.log');
  const read = (hits: readonly RuleHit[]) => {
    clock.arrive();
    for (let at = 0; at < hits.length; at += 500) {
      const some = hits.slice(at, at + 500);
      log.observe(batchOf(some), some.length);
    }
  };
  return { live, log, read, told };
}

function hitsOf(from: number, to: number, perSecond: number, hit: Partial<RuleHit>): RuleHit[] {
  const seconds = Array.from({ length: to - from }, (_, at) => NOON + from + at);
  return seconds.flatMap((second) => Array.from({ length: perSecond }, () => ({ ...hit, second })));
}

const SHOP = { request: 'GET /shop/cart HTTP/1.1', host: '192.0.2.1' };
const LOGIN = { request: 'GET /api/login HTTP/1.1', host: '203.0.113.9', status: '401' };

function sorted(...hits: readonly RuleHit[][]): RuleHit[] {
  return hits.flat().sort((a, b) => a.second - b.second);
}

describe('LiveAlerts explains what it tells', () => {
  it('names the keys whose share has grown most, with exact numbers while hits are few', () => {
    const { read, told, live } = watching(highTrafficRule(5, 10));
    read(sorted(hitsOf(0, 30, 4, SHOP), hitsOf(20, 30, 6, LOGIN)));
    live.finish();
    expect(told.map(({ kind }) => kind)).to.deep.equal(['triggered']);
    const [{ drivers, samples, second, hitsBefore } = expect.fail('nothing was told')] = told;
    expect(second).to.equal(NOON + 21);
    expect(hitsBefore).to.equal(40);
    const grown = { hits: 12, hitsBefore: 0, share: 12 / 52, shareBefore: 0 };
    expect(drivers).to.deep.equal([
      { dimension: 'sections', key: '/api', ...grown },
      { dimension: 'clients', key: '203.0.113.9', ...grown },
      { dimension: 'status', key: '401', ...grown },
      { dimension: 'urls', key: '/api/login', ...grown },
    ]);
    expect(samples).to.have.length(3);
  });

  it('does not explain a recovery', () => {
    const { read, told, live } = watching(highTrafficRule(5, 10));
    read(sorted(hitsOf(0, 10, 9, SHOP), hitsOf(40, 41, 1, LOGIN)));
    live.finish();
    expect(told.map(({ kind }) => kind)).to.deep.equal(['triggered', 'recovered']);
    expect(told[1]).to.deep.include({ drivers: [], samples: [], startSecond: NOON + 5 });
  });

  it('looks at the hits of the rule and of its group only', () => {
    const parsed = parseCondition('status = 401');
    const where = 'condition' in parsed ? parsed.condition : undefined;
    const base = { metric: 'hits_per_second', windowSeconds: 10, severities: CRITICAL } as const;
    const { read, told, live } = watching(
      alertRule({ ...base, name: 'refused', where }),
      alertRule({ ...base, name: 'by-section', by: 'section' }),
    );
    read(sorted(hitsOf(0, 20, 4, SHOP), hitsOf(10, 20, 8, LOGIN)));
    live.finish();
    expect(told.map(({ rule, group }) => [rule, group])).to.deep.equal([
      ['refused', undefined],
      ['by-section', '/api'],
    ]);
    for (const { samples, drivers } of told) {
      expect(samples).to.have.length(3);
      for (const line of samples) expect(line).to.include('/api/login');
      expect(drivers.map(({ key }) => key)).to.deep.equal([
        ...['/api', '203.0.113.9', '401', '/api/login'],
      ]);
    }
  });

  it('explains errors by the hits that are errors', () => {
    const { read, told, live } = watching(
      alertRule({
        name: 'errors',
        metric: 'error_share',
        windowSeconds: 10,
        severities: { critical: { threshold: 0.2 } },
      }),
    );
    const broken = { request: 'GET /pay HTTP/1.1', status: '503' };
    read(sorted(hitsOf(0, 20, 8, SHOP), hitsOf(15, 20, 6, broken)));
    live.finish();
    expect(told[0]?.drivers[0]).to.deep.include({ key: '/pay', share: 1 });
    expect(told[0]?.samples.every((line) => line.includes('503'))).to.equal(true);
  });

  it('estimates shares of much traffic, in whatever rhythm it comes', () => {
    const { read, told, live } = watching(highTrafficRule(150, 60));
    read(sorted(hitsOf(0, 120, 90, SHOP), hitsOf(60, 120, 110, LOGIN)));
    live.finish();
    const driver = told[0]?.drivers[0];
    const seconds = (told[0]?.second ?? NaN) - NOON - 60 + 1;
    const share = (seconds * 110) / (seconds * 110 + 60 * 90);
    expect(driver?.key).to.equal('/api');
    expect(driver?.share).to.be.within(share - 0.05, share + 0.05);
  });

  it('keeps hostile text as it is, cut, for whoever shows it', () => {
    const { read, told, live } = watching(highTrafficRule(1, 5));
    const path = `/\u202e__proto__${'x'.repeat(900)}`;
    read(hitsOf(0, 5, 4, { request: `GET ${path} HTTP/1.1`, host: '__proto__' }));
    live.finish();
    const keys = told[0]?.drivers.map(({ key }) => key) ?? [];
    expect(keys.some((key) => key === '__proto__')).to.equal(true);
    for (const key of keys) expect(key.length).to.be.at.most(256);
    for (const line of told[0]?.samples ?? []) expect(line.length).to.be.at.most(400);
  });
});

describe('LiveAlerts with other rules', () => {
  const errors = alertRule({
    name: 'errors',
    metric: 'error_share',
    windowSeconds: 10,
    severities: { critical: { threshold: 0.5 } },
  });

  it('keeps the state of those that did not change, and begins the others anew', () => {
    const { live, read, told } = watching(highTrafficRule(5, 10), errors);
    read(hitsOf(0, 10, 9, { ...SHOP, status: '500' }));
    expect(live.firing().map(({ rule }) => rule)).to.deep.equal(['high-traffic', 'errors']);
    const muted = { ...highTrafficRule(5, 10), labels: [['team', 'web']] as const };
    const { changed, dropped } = live.setRules([muted, { ...errors, windowSeconds: 20 }]);
    expect(changed).to.deep.equal(['errors']);
    expect(dropped.map(({ rule }) => rule)).to.deep.equal(['errors']);
    expect(live.firing().map(({ rule }) => rule)).to.deep.equal(['high-traffic']);
    read(hitsOf(60, 61, 1, SHOP));
    expect(told.at(-1)).to.deep.include({ kind: 'recovered', rule: 'high-traffic' });
    expect(told.at(-1)?.labels).to.deep.equal([['team', 'web']]);
  });

  it('says which alerts stood of rules that have gone', () => {
    const { live, read } = watching(highTrafficRule(5, 10));
    read(hitsOf(0, 10, 9, SHOP));
    const { changed, dropped } = live.setRules([errors]);
    expect(changed).to.deep.equal([]);
    expect(dropped).to.have.length(1);
    expect(live.windowHits).to.equal(undefined);
    expect(live.trafficState).to.equal('normal');
  });
});

describe('LiveAlerts when the monitor is blind', () => {
  it('tells of a jump in lines that are not parsed, and of another format', () => {
    const rules = ['unparsed-lines', 'format-change'].map(
      (name) => builtInRule(name) ?? expect.fail(name),
    );
    const { live, log, read, told } = watching(...rules);
    const looks = new Map<string, number>();
    const lines = (counted: number, unparsed: number, format: string) => {
      looks.set(format, (looks.get(format) ?? 0) + counted);
      log.read(counted, unparsed, () => [...looks]);
    };
    read(hitsOf(0, 1, 1, SHOP));
    lines(500, 0, 'combined');
    read(hitsOf(1, 2, 1, SHOP));
    expect(told).to.deep.equal([]);
    lines(500, 900, 'json');
    read(hitsOf(2, 4, 1, SHOP));
    live.finish();
    const kinds = told.map(({ rule, group, kind, severity }) => [rule, group, kind, severity]);
    expect(kinds).to.deep.equal([
      ['unparsed-lines', 'a.log', 'triggered', 'warning'],
      ['format-change', 'a.log', 'triggered', 'warning'],
    ]);
  });
});
