import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  FormatFollower,
  formatOfDefinition,
  FormatProblem,
  type LineFormat,
} from '../../src/index.ts';
import { textBlock } from '../text-block.ts';
import { readRecord, type RecordReading } from './record-reading.ts';
import { follow, REFERENCE, sampleFile } from './sample-files.ts';

const CASES = new URL('../../../../../shared/data/cases/parser-cases.jsonl', import.meta.url);
const context = { reference: REFERENCE };

interface PeerCase {
  readonly source: string;
  readonly format: string;
  readonly line: string;
  readonly expected?: Readonly<Record<string, string | number | null>>;
  readonly note?: string;
}

type Found = Readonly<Record<string, string | number | undefined>>;

/** Where we read otherwise than the peer, on purpose: the field, what we find, and why. */
const DECISIONS: readonly {
  readonly format: string;
  readonly line?: RegExp;
  readonly field: string;
  readonly why: string;
}[] = [
  {
    format: 'iis-w3c',
    field: 'agent',
    why: 'IIS writes a plus for a space, and text is kept as the server wrote it',
  },
  {
    format: 'iis-w3c',
    line: /\]\(http/,
    field: 'host',
    why: 'an address that a web page has made a link of is kept as it stands',
  },
  {
    format: 'aws-elb',
    field: 'vhost',
    why: 'the host is part of the target, which brings its own origin',
  },
  {
    format: 'aws-elb',
    line: /:80- -"/,
    field: 'path',
    why: 'without a protocol everything behind the method is the target',
  },
  {
    format: 'ltsv',
    line: /hoge/,
    field: 'method path protocol',
    why: 'clients send spaces inside a target, and they belong to it',
  },
  {
    format: 'ltsv',
    field: 'request',
    why: 'no record has the request line as a whole',
  },
];

/** Formats that only a definition tells apart, as the test of the peer gives it. */
const DEFINITIONS: Readonly<Partial<Record<string, string>>> = {
  'apache-common-us': '%h %l %u %t "%r" %>s %b %D "%{Referer}i" "%{User-Agent}i"',
  'custom: %h <<%P>> %t %Dus "%r" %>s %b  "%{Referer}i" "%{User-Agent}i" %l %u':
    '%h <<%P>> %t %Dus "%r" %>s %b  "%{Referer}i" "%{User-Agent}i" %l %u',
  'custom: %h %{remote}p %v %{local}p %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %P %D ...':
    '%h %{remote}p %v %{local}p %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %P %D ' +
    '%{x}n %{SSL_PROTOCOL}x %{SSL_CIPHER}x %{y}n %{UNIQUE_ID}e',
  'custom: %h %v %V %l %u %t %r %>s %b %{Referer}i %{User-agent}i (no quotes)':
    '%h %v %V %l %u %t %r %>s %b %{Referer}i %{User-agent}i',
  'influxdb-httpd': '[httpd] %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %L %D',
};

/** Formats whose lines are those of the Common Log Format: the cases of test/parser. */
const CLF = /^(apache|nginx|apache-common|apache-combined|lnav-access)$/;

describe('the cases of peers, format by format', () => {
  if (!existsSync(CASES)) {
    it(`are read (skipped: ${CASES.pathname.replace(/^.*\/shared/, '../shared')} is not there)`);
    return;
  }
  const text = readFileSync(CASES, 'utf8').trimEnd();
  const cases = text.split('\n').map((line) => JSON.parse(line) as PeerCase);
  for (const [index, peerCase] of cases.entries()) {
    const { format, source, note = '' } = peerCase;
    if (CLF.test(format) && !source.includes('ssl-request')) continue;
    it(`${index} ${format.slice(0, 20)} ${source.replace(/@.*|.*\//g, '')} ${note}`, () => {
      const found = findingsOf(peerCase);
      for (const [field, value] of Object.entries(peerCase.expected ?? {})) {
        if (field === 'ident' || isDecided(peerCase, field)) continue;
        const wanted = field === 'time' ? String(value).replace(/\.\d+Z$/, 'Z') : value;
        // Peers leave out what is `-`; a time span of theirs has rounded milliseconds.
        if (field === 'request_time')
          expect(found[field], field).to.be.closeTo(Number(wanted), 1e-6);
        else expect(found[field], field).to.equal(wanted);
      }
    });
  }

  it('leave no decision that no case contradicts any more', () => {
    for (const { format, field, line, why } of DECISIONS) {
      const [first = ''] = field.split(' ');
      const contradicted = cases.some(
        (peerCase) =>
          peerCase.format === format &&
          (line?.test(peerCase.line) ?? true) &&
          peerCase.expected?.[first] !== undefined &&
          findingsOf(peerCase)[first] !== peerCase.expected[first],
      );
      expect(contradicted, why).to.be.true;
    }
  });
});

function isDecided({ format, line }: PeerCase, field: string): boolean {
  return DECISIONS.some(
    (decision) =>
      decision.format === format &&
      decision.field.split(' ').includes(field) &&
      (decision.line?.test(line) ?? true),
  );
}

function findingsOf(peerCase: PeerCase): Found {
  const reading = readingOf(peerCase);
  if (reading === undefined || typeof reading === 'string') throw new Error(reading ?? 'no line');
  const { second, target, referrer, responseMicros, ...rest } = reading;
  return {
    ...rest,
    time: new Date(second * 1000).toISOString().replace('.000Z', 'Z'),
    path: target,
    referer: referrer,
    request_time: responseMicros / 1e6,
  };
}

function readingOf({ format, source, line }: PeerCase): RecordReading | string | undefined {
  if (format === 'iis-w3c') {
    // Its columns are those of the `#Fields:` before it in the file of the test.
    const file = source.replace(/^.*\/test\/(.*\.log)-expected.*$/, 'iis/beats-iis-access-test-$1');
    const lines = follow(new FormatFollower(context), sampleFile(file).block);
    return lines.find((candidate) => candidate.line === line)?.reading;
  }
  const definition = DEFINITIONS[format];
  const given = definition === undefined ? undefined : formatOfDefinition(definition, 'apache');
  const parser = given === undefined ? new FormatFollower(context) : madeOf(given);
  return readRecord(parser, textBlock(line));
}

function madeOf(format: LineFormat | FormatProblem) {
  if (format instanceof FormatProblem) throw new Error(format.message);
  return format.newParser(context);
}
