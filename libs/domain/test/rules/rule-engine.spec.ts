import { expect } from 'chai';
import fc from 'fast-check';
import {
  type AlertRule,
  alertRule,
  builtInRule,
  RuleEngine,
  type RuleEngineState,
  RuleSeries,
  type RuleTransition,
} from '../../src/index.ts';
import { hitsInOrder, rule, START } from './rule-arbitraries.ts';
import { batchOf, type RuleHit, story } from './rule-lines.ts';

const YEARS = 10 * 365 * 86_400;

class Site {
  readonly told: RuleTransition[] = [];
  readonly engine: RuleEngine;

  constructor(...rules: readonly AlertRule[]) {
    this.engine = new RuleEngine(rules, 1, (transition) => this.told.push(transition));
  }

  hits(second: number, count: number, hit: Omit<RuleHit, 'second'> = {}, file = 'a.log'): this {
    const hits = Array.from({ length: count }, () => ({ ...hit, second: START + second }));
    this.engine.observe(batchOf(hits), file);
    return this;
  }

  get story(): string[] {
    return story(this.told.map((one) => ({ ...one, second: one.second - START })));
  }
}

const bySection = alertRule({
  name: 'busy section',
  metric: 'hits_per_second',
  windowSeconds: 10,
  by: 'section',
  groupsMax: 2,
  severities: { critical: { threshold: 1 } },
});

function request(path: string): Omit<RuleHit, 'second'> {
  return { request: `GET ${path} HTTP/1.1` };
}

describe('RuleEngine', () => {
  it('watches each section on its own', () => {
    const site = new Site(bySection);
    site.hits(0, 20, request('/api/x')).hits(1, 5, request('/shop')).hits(30, 1, request('/'));
    expect(site.story).to.deep.equal(['triggered critical 0 /api', 'recovered 10 /api']);
  });

  it('gives the place of an idle group to a new one, and never that of one that alerts', () => {
    const site = new Site({ ...bySection, keepFiringForSeconds: 3600 });
    site.hits(0, 20, request('/api')).hits(0, 1, request('/shop'));
    site.hits(1, 3, request('/crowded'));
    expect(site.engine.standings()[0]?.groupsOverflow).to.equal(3);
    site.hits(50, 20, request('/new'));
    site.engine.moveTo(START + 52);
    expect(site.story).to.deep.equal(['triggered critical 0 /api', 'triggered critical 50 /new']);
    const groups = site.engine.standings()[0]?.groups.map(({ group }) => group);
    expect(groups).to.deep.equal(['/api', '/new']);
  });

  it('is quick over years without a line, and tells on the way what is due', () => {
    const renotify = { afterSeconds: 3600, factor: 2, maxSeconds: 86_400, timesMax: 7 };
    const silence = alertRule({
      name: 'silence',
      metric: 'silence_seconds',
      severities: { critical: { threshold: 300 } },
      renotify,
    });
    const site = new Site(silence, bySection, { ...bySection, by: undefined, noData: 'alert' });
    site.hits(0, 20, request('/api'));
    const begun = process.hrtime.bigint();
    site.hits(YEARS, 1);
    expect(Number(process.hrtime.bigint() - begun) / 1e6).to.be.below(1000);
    expect(site.told.filter(({ rule: name }) => name === 'silence')).to.have.length(8);
    site.engine.moveTo(START + YEARS + 1);
    const last = site.told.at(-1);
    expect(last?.kind).to.equal('recovered');
    expect(
      site.told.find(({ kind, metric }) => kind === 'recovered' && metric === 'silence_seconds'),
    ).to.deep.include({ second: START + YEARS, peakValue: YEARS - 1 });
  });

  it('tells of several rules in the order of time', () => {
    const slow = { ...bySection, by: undefined, name: 'slow', forSeconds: 3 };
    const site = new Site(slow, bySection);
    site.hits(0, 50, request('/api')).hits(20, 1);
    const second = site.told.map((one) => one.second - START);
    expect(second).to.deep.equal([0, 3, 10, 10]);
  });

  it('does not look at a second twice when it is told to go back', () => {
    const site = new Site(bySection).hits(0, 20, request('/api'));
    site.engine.moveTo(START + 5);
    site.engine.moveTo(START + 1);
    site.engine.moveTo(START + 5);
    expect(site.engine.openSecond).to.equal(START + 5);
    expect(site.story).to.deep.equal(['triggered critical 0 /api']);
  });

  it('counts a late hit in its own second while that is held', () => {
    const site = new Site({ ...bySection, by: undefined });
    site.hits(0, 6).hits(9, 1).hits(0, 5).hits(12, 1);
    expect(site.story).to.deep.equal(['triggered critical 9', 'recovered 10']);
  });

  it('tells of a file whose lines stop fitting, and of one whose format changes', () => {
    const unparsed = builtInRule('unparsed-lines');
    const format = builtInRule('format-change');
    if (!unparsed || !format) throw new Error('no such rules');
    const site = new Site(unparsed, format);
    site.hits(0, 1);
    site.engine.observeLines('a.log', 200, 0);
    site.engine.observeLines('b.log', 150, 10);
    site.engine.observeFormatChange('c.log');
    site.engine.moveTo(START + 1);
    site.engine.observeLines('b.log', 0, 300);
    site.engine.moveTo(START + 2000);
    expect(site.story).to.deep.equal([
      'triggered warning 0 b.log',
      'triggered warning 0 c.log',
      'escalated critical 1 b.log',
      'recovered 300 c.log',
    ]);
    const series = new RuleSeries([unparsed, format], 1);
    series.addLines('b.log', START + 1, 0, 300);
    series.addFormatChange('c.log', START);
    series.addLines('b.log', START, 150, 10);
    series.addLines('a.log', START, 200, 0);
    series.add(batchOf([{ second: START }, { second: START + 1700 }]), 'a.log');
    const late = story(series.evaluate().map((one) => ({ ...one, second: one.second - START })));
    expect(late).to.deep.equal(site.story);
  });

  it('tells that a busy log is silent, and not that a quiet one is', () => {
    const silence = builtInRule('silence');
    if (!silence) throw new Error('no such rule');
    const site = new Site(silence);
    for (let second = 0; second < 600; second += 2) {
      site.hits(second, 3, {}, 'busy.log');
      if (second % 100 === 0) site.hits(second, 1, {}, 'quiet.log');
    }
    site.hits(1500, 1, {}, 'quiet.log').hits(1600, 1, {}, 'busy.log').hits(1601, 1);
    expect(site.story).to.deep.equal([
      'triggered critical 899 busy.log',
      'recovered 1600 busy.log',
    ]);
  });
});

describe('the state of a RuleEngine', () => {
  const cut = fc.integer({ min: 1, max: 60 });

  it('goes on as if nothing had been, for every metric', () => {
    const by = fc.constantFrom(undefined, 'client', 'file');
    const property = fc.property(rule, by, hitsInOrder, cut, (aRule, aBy, hits, at) => {
      const rules = [{ ...aRule, by: aBy }, bySection];
      const whole = new Site(...rules);
      const first = new Site(...rules);
      const second = new Site(...rules);
      hits.forEach((hit, index) => {
        if (index === at)
          expect(second.engine.restore(structuredClone(first.engine.state()))).to.deep.equal([]);
        const site = index < at ? first : second;
        for (const one of [whole, site]) one.engine.observe(batchOf([hit]), 'a.log');
      });
      const end = Math.max(...hits.map((hit) => hit.second)) + 200;
      whole.engine.moveTo(end);
      (hits.length > at ? second : first).engine.moveTo(end);
      expect([...first.told, ...second.told]).to.deep.equal(whole.told);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('is kept by a rule that only tells otherwise, and not by one that changed', () => {
    const site = new Site(bySection).hits(0, 20, request('/api'));
    site.engine.moveTo(START + 2);
    const state: RuleEngineState = site.engine.state();
    const told = new Site({ ...bySection, labels: [['team', 'web']], messages: {} });
    expect(told.engine.restore(state)).to.deep.equal([]);
    told.engine.moveTo(START + 20);
    expect(told.story).to.deep.equal(['recovered 10 /api']);
    const changed = new Site({ ...bySection, windowSeconds: 11 }, { ...bySection, name: 'new' });
    expect(changed.engine.restore(state)).to.deep.equal(['busy section', 'new']);
    changed.engine.moveTo(START + 20);
    expect(changed.story).to.deep.equal([]);
  });

  it('may be that of before the first hit', () => {
    const site = new Site(bySection);
    expect(site.engine.restore(new Site(bySection).engine.state())).to.deep.equal(['busy section']);
    expect(site.hits(0, 20, request('/api')).hits(1, 1).story).to.have.length(1);
  });
});
