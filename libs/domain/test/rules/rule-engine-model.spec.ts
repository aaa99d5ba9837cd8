import { expect } from 'chai';
import fc from 'fast-check';
import { type AlertRule, RuleEngine, RuleSeries, type RuleTransition } from '../../src/index.ts';
import { naiveTold } from './naive-rules.ts';
import { hitsInOrder, piecesOf, rule } from './rule-arbitraries.ts';
import { batchOf, type RuleHit } from './rule-lines.ts';

const cuts = fc.array(fc.nat(3), { minLength: 1, maxLength: 20 });

function lived(
  rules: readonly AlertRule[],
  pieces: readonly (readonly RuleHit[])[],
): RuleTransition[] {
  const told: RuleTransition[] = [];
  const engine = new RuleEngine(rules, 7, (transition) => told.push(transition));
  let last = -Infinity;
  for (const piece of pieces) {
    engine.observe(batchOf(piece), 'a.log');
    last = Math.max(last, ...piece.map(({ second }) => second));
  }
  engine.moveTo(last + Math.max(...rules.map(({ windowSeconds }) => windowSeconds)) + 1);
  return told;
}

function endOf(aRule: AlertRule, hits: readonly RuleHit[]): number {
  return Math.max(...hits.map(({ second }) => second)) + aRule.windowSeconds;
}

describe('RuleEngine, held to a slow one', () => {
  it('tells what the definition of each metric and each clause says', () => {
    const property = fc.property(rule, hitsInOrder, (aRule, hits) => {
      const told = lived([aRule], [hits]).map(({ kind, severity, second, muted }) => ({
        kind,
        severity,
        second,
        muted,
      }));
      expect(told).to.deep.equal(naiveTold(aRule, hits, endOf(aRule, hits)));
    });
    fc.assert(property, { numRuns: 600 });
  });

  it('tells the same whatever batches the stream comes in', () => {
    const property = fc.property(
      fc.array(rule, { minLength: 1, maxLength: 3 }),
      hitsInOrder,
      cuts,
      (rules, hits, where) => {
        const grouped = rules.map((one) => ({ ...one, by: 'section' as const }));
        const whole = lived([...rules, ...grouped], [hits]);
        const cut = lived([...rules, ...grouped], piecesOf(hits, where));
        expect(cut).to.deep.equal(whole);
      },
    );
    fc.assert(property, { numRuns: 100 });
  });

  it('never tells two changes of a kind in a row, and none before another that came first', () => {
    const property = fc.property(rule, hitsInOrder, (aRule, hits) => {
      const told = lived([{ ...aRule, by: 'section' }], [hits]);
      const lastOf = new Map<string | undefined, RuleTransition>();
      let second = -Infinity;
      for (const transition of told) {
        expect(transition.second).to.be.at.least(second);
        second = transition.second;
        if (transition.kind === 'renotified') continue;
        const before = lastOf.get(transition.group);
        expect(transition.kind).to.not.equal(before?.kind);
        const begins = before === undefined || before.kind === 'recovered';
        expect(transition.kind === 'triggered').to.equal(begins);
        lastOf.set(transition.group, transition);
      }
    });
    fc.assert(property, { numRuns: 150 });
  });

  it('is monotone: what is over a higher threshold is over a lower one as well', () => {
    const property = fc.property(hitsInOrder, fc.constantFrom(1, 5, 12), (hits, windowSeconds) => {
      const highSeconds = (threshold: number): Set<number> => {
        const told = lived([highTraffic(threshold, windowSeconds)], [hits]);
        const seconds = new Set<number>();
        told.forEach(({ kind, second }, at) => {
          const end = told[at + 1]?.second ?? second;
          for (let one = second; kind === 'triggered' && one < end; one++) seconds.add(one);
        });
        return seconds;
      };
      const high = highSeconds(1.5);
      const low = highSeconds(0.5);
      for (const second of high) expect(low.has(second)).to.equal(true);
    });
    fc.assert(property, { numRuns: 80 });
  });
});

describe('RuleSeries, held to the engine', () => {
  it('tells of a whole log in any order and any parts what was told live, of every metric', () => {
    const property = fc.property(
      rule,
      hitsInOrder,
      fc.constantFrom(undefined, 'section', 'client', 'status', 'vhost', 'file'),
      cuts,
      fc.infiniteStream(fc.nat()),
      (aRule, hits, by, where, dice) => {
        const rules = [{ ...aRule, by }];
        const shuffled = hits
          .map((hit) => [dice.next().value ?? 0, hit] as const)
          .sort(([a], [b]) => a - b)
          .map(([, hit]) => hit);
        const whole = new RuleSeries(rules, 3);
        for (const [at, piece] of piecesOf(shuffled, where).entries()) {
          const part = new RuleSeries(rules, at);
          part.add(batchOf(piece), 'a.log');
          whole.merge(part.state());
        }
        const inOrder = (a: RuleTransition, b: RuleTransition) =>
          a.second - b.second || ((a.group ?? '') < (b.group ?? '') ? -1 : 1);
        const told = whole.evaluate().sort(inOrder);
        const live = lived(rules, [hits]).sort(inOrder);
        expect(told).to.deep.equal(live);
        expect(whole.evaluate().sort(inOrder)).to.deep.equal(live);
      },
    );
    fc.assert(property, { numRuns: 250 });
  });
});

function highTraffic(threshold: number, windowSeconds: number): AlertRule {
  const severities = { critical: { threshold, recovery: threshold } };
  return { ...base, windowSeconds, severities };
}

const base: AlertRule = {
  name: 'high',
  metric: 'hits_per_second',
  windowSeconds: 1,
  comparison: 'above',
  severities: {},
  forSeconds: 0,
  keepFiringForSeconds: 0,
  minHits: 0,
  noData: 'zero',
  groupsMax: 10,
  mutes: [],
  labels: [],
  messages: {},
};
