import { expect } from 'chai';
import fc from 'fast-check';
import { type AlertRule, alertRule, EvidenceTable, highTrafficRule } from '../../src/index.ts';
import { accessLine } from '../traffic/access-lines.ts';
import { hitsInOrder, piecesOf, START } from './rule-arbitraries.ts';
import { batchOf, type RuleHit } from './rule-lines.ts';

const SEED = 1;

function evidenceOf(alerts: readonly AlertAt[], pieces: readonly (readonly RuleHit[])[]) {
  const table = new EvidenceTable(alerts, { seed: SEED });
  for (const piece of pieces) {
    const part = new EvidenceTable(alerts, { seed: SEED });
    part.begin('a.log');
    part.add(batchOf(piece));
    table.merge(part.state());
  }
  return table.evidence(Infinity);
}

interface AlertAt {
  readonly rule: AlertRule;
  readonly group: string | undefined;
  readonly second: number;
}

function alertAt(second: number, rule = highTrafficRule(1, 10), group?: string): AlertAt {
  return { rule, group, second };
}

describe('EvidenceTable', () => {
  it('counts each hit of the two windows by its second, and no other, in any order', () => {
    const property = fc.property(
      hitsInOrder,
      fc.array(fc.nat(3), { minLength: 1 }),
      fc.nat(80),
      fc.infiniteStream(fc.nat()),
      (hits, cuts, offset, dice) => {
        const second = START + offset;
        const shuffled = hits
          .map((hit) => [dice.next().value ?? 0, hit] as const)
          .sort(([a], [b]) => a - b)
          .map(([, hit]) => hit);
        const [found] = evidenceOf([alertAt(second)], piecesOf(shuffled, cuts));
        const between = (from: number, to: number) =>
          hits.filter((hit) => hit.second > from && hit.second <= to);
        const now = between(second - 10, second);
        const before = between(second - 20, second - 10);
        for (const driver of found?.drivers ?? []) {
          if (driver.dimension !== 'clients') continue;
          const of = (list: readonly RuleHit[]) => list.filter(({ host }) => host === driver.key);
          expect(driver.hits).to.equal(of(now).length);
          expect(driver.hitsBefore).to.equal(of(before).length);
          expect(driver.share).to.equal(of(now).length / now.length);
        }
        const clients = new Set(now.map(({ host }) => host));
        if (before.length === 0) {
          const named = found?.drivers.filter(({ dimension }) => dimension === 'clients');
          expect(named).to.have.length(clients.size);
        }
        expect(found).to.deep.equal(evidenceOf([alertAt(second)], [hits])[0]);
      },
    );
    fc.assert(property, { numRuns: 150 });
  });

  it('has the three latest lines, no two the same', () => {
    const at = (second: number, host: string): RuleHit => ({ second, host });
    const hits = [at(9, 'd'), at(10, 'a'), at(10, 'a'), at(11, 'z'), at(8, 'c'), at(10, 'b')];
    const [found] = evidenceOf([alertAt(10)], [hits]);
    const line = (hit: RuleHit) => accessLine(hit);
    expect(found?.samples).to.deep.equal([at(10, 'a'), at(10, 'b'), at(9, 'd')].map(line));
  });

  it('looks at what the rule, and the group, has looked at', () => {
    const severities = { critical: { threshold: 1 } };
    const metric = 'hits_per_second' as const;
    const rule = alertRule({ name: 'a', metric, by: 'section', windowSeconds: 10, severities });
    const hit = (section: string): RuleHit => ({ second: 5, request: `GET ${section}/x HTTP/1.1` });
    const alerts = [alertAt(5, rule, '/a'), alertAt(5, rule, '/none')];
    const [found, none] = evidenceOf(alerts, [[hit('/a'), hit('/b'), hit('/a')]]);
    const sections = found?.drivers.filter(({ dimension }) => dimension === 'sections');
    expect(sections?.map(({ key, hits }) => [key, hits])).to.deep.equal([['/a', 2]]);
    expect(none).to.deep.equal({ drivers: [], hitsBefore: 0, samples: [] });
  });
});
