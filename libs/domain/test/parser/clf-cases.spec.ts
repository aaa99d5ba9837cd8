import { expect } from 'chai';
import { ClfParser } from '../../src/index.ts';
import { textBlock } from '../text-block.ts';
import { type PeerCase, peerCases } from './log-lines.ts';
import { readLine } from './reading.ts';

type Fields = Readonly<Record<string, string | number | null>>;

interface Decision {
  readonly cases: readonly number[];
  /** What is found where the peer finds something else, or refuses the line. */
  readonly found: Fields;
  readonly why: string;
}

/** Where we read a line otherwise than the peer whose test it comes from, on purpose. */
const DECISIONS: readonly Decision[] = [
  {
    cases: [194, 219],
    found: { status: 0 },
    why: 'a status "-" is accepted, and 0 stands for it',
  },
  {
    cases: [197, 198],
    found: { user: '-', referer: '-' },
    why: 'text is kept as the server wrote it, a dash too',
  },
  {
    cases: [180],
    found: { referer: '\\\\\\thoge', agent: 'UserAgent \\"fake\\"' },
    why: 'text is kept with its escapes, so that what is shown can be searched for in the log',
  },
  {
    cases: [181],
    found: { referer: '\\" ' },
    why: 'text is kept with its escapes, so that what is shown can be searched for in the log',
  },
  {
    cases: [186, 188],
    found: { method: 'GET', path: '/ hoge', protocol: 'HTTP/1.1' },
    why: 'clients send spaces inside a target, and they belong to it',
  },
  {
    cases: [80, 90],
    found: { host: '10.0.0.2' },
    why: 'the client is the first of a forwarded chain, whether its address is public or not',
  },
  {
    cases: [82, 92],
    found: { host: '"10.5.102.222' },
    why: 'a quoted chain is no field of the format: its first word is kept as it stands',
  },
  {
    cases: [81, 82, 85],
    found: { vhost: 'example.com:80' },
    why: 'the port of a virtual host tells http from https, so it stays',
  },
  {
    cases: [227],
    found: { reason: 'no_time' },
    why: 'the time must be dd/Mon/yyyy:HH:MM:SS zone, and Python writes another one',
  },
  {
    cases: [189],
    found: { reason: 'bad_bytes' },
    why: 'the peer refuses it too: there is no size',
  },
  {
    cases: [190],
    found: { reason: 'bad_status' },
    why: 'the peer refuses it too: 2xx is no status',
  },
  {
    cases: [230],
    found: { reason: 'no_host' },
    why: 'the peer refuses it too: without ident and user it is another format',
  },
];

/** Fields of peers that no record has. */
const NOT_RECORDED = ['ident', 'request', 'request_time'];

function expectationsOf({ id, expected = {} }: PeerCase): Fields {
  const decided = DECISIONS.filter(({ cases }) => cases.includes(id)).map(({ found }) => found);
  const recorded = Object.entries(expected).filter(([field]) => !NOT_RECORDED.includes(field));
  const fields = Object.assign(Object.fromEntries(recorded), ...decided) as Fields;
  return 'reason' in fields ? { reason: fields['reason'] ?? null } : fields;
}

/** What we find, under the names that the cases use. */
function findingsIn(line: string): Fields {
  const reading = readLine(new ClfParser(), textBlock(line));
  if ('reason' in reading) return { reason: reading.reason };
  const { kind, target: path, referrer: referer, second, ...rest } = reading;
  const time = new Date(second * 1000).toISOString().replace('.000Z', 'Z');
  return { ...rest, kind, path, referer, time };
}

describe('ClfParser on the test lines of its peers', () => {
  const cases = peerCases();

  for (const peerCase of cases) {
    const { id, source, line, note = '' } = peerCase;
    it(`${id} ${source.replace(/@.*/, '')} ${note}`, () => {
      const expectations = expectationsOf(peerCase);
      const findings = findingsIn(line);
      if (!('reason' in expectations)) expect(findings).to.not.have.property('reason');
      for (const [field, value] of Object.entries(expectations)) {
        expect(findings[field], field).to.equal(value);
      }
    });
  }

  it('has a decision for every line that a peer refuses', () => {
    const refused = cases.filter(({ reject }) => reject === true).map(({ id }) => id);
    const decided = DECISIONS.flatMap((decision) => decision.cases);
    expect(decided).to.include.members(refused);
  });

  it('keeps no decision that no peer contradicts any more', () => {
    for (const { cases: ids, found, why } of DECISIONS) {
      for (const id of ids) {
        const peerCase = cases.find((candidate) => candidate.id === id);
        const peers = { reason: undefined, ...peerCase?.expected };
        for (const [field, value] of Object.entries(found)) {
          expect(peers, `${id}: ${why}`).to.not.have.property(field, value);
        }
      }
    }
  });
});
