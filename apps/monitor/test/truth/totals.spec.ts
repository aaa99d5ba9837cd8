import { createHash } from 'node:crypto';

import { expect } from 'chai';

import { hitsByKey, parseReport, type ReportDocument, type Row, type Table } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectProof } from '../watch-contract.ts';
import { KNOWN_LOGS, type LogFile, type Truth } from './ground-truth.ts';

const LF = 10;

for (const known of KNOWN_LOGS) {
  describe(`report of ${known.name}, held to the truth`, () => {
    let scratch: Scratch;
    let truth: Truth;
    let files: readonly LogFile[];
    let report: ReportDocument;

    before(async function () {
      if (known.missing !== undefined) {
        console.log(`skipped: ${known.missing}`);
        this.skip();
      }
      ({ truth, files } = known.load());
      scratch = new Scratch();
      const paths = files.map(({ name, content }) => scratch.file(name, content));
      const args = ['report', ...paths, '--output', 'json', '--top', '0'];
      const { code, stdout, stderr } = await scratch.run(args);
      expect([code, stderr]).to.deep.equal([0, '']);
      report = parseReport(stdout);
    });

    // With `before` skipped there is nothing to remove.
    after(() => (known.missing === undefined ? scratch.remove() : undefined));

    it('is about the log that the truth is about', () => {
      const sha256 = createHash('sha256');
      for (const { content } of files) sha256.update(content);
      expect(sha256.digest('hex')).to.equal(truth.sha256_of_concatenation);
    });

    it('accounts for every line', () => {
      const { lines, hits } = report;
      expectProof(lines, hits);
      expect(lines).to.include({
        read: truth.total_lines,
        counted: truth.parsable_lines,
        filtered: 0,
        unparsed: truth.unparsable_lines,
        late: 0,
        future: 0,
      });
    });

    it('accounts for the lines of each file', () => {
      const read = report.files.map(({ path, lines }) => [path, lines.read]);
      const there = files.map(({ name, content }) => [scratch.path(name), linesIn(content)]);
      expect(read).to.deep.equal(there);
      let unparsed = 0;
      for (const { lines, format } of report.files) {
        expectProof(lines, lines.counted);
        expect(format).to.equal(truth.name.startsWith('gonx') ? 'common_short' : 'combined');
        unparsed += lines.unparsed;
      }
      expect(unparsed).to.equal(truth.unparsable_lines);
    });

    it('sums the bytes', () => {
      expect(report.bytes).to.equal(truth.bytes_total);
      for (const table of Object.values(report.tables)) {
        expect(sum(table, ({ bytes }) => bytes)).to.equal(truth.bytes_total);
      }
    });

    it('has every status, method, section and host, and nothing beside', () => {
      const { status, methods, sections, clients } = report.tables;
      expect(hitsByKey(status)).to.deep.equal(truth.status);
      expect(hitsByKey(methods)).to.deep.equal(truth.methods);
      expect(sections.distinct).to.equal(truth.distinct_sections_B);
      expect(clients.distinct).to.equal(truth.distinct_hosts);
      expect(report.visitors).to.deep.equal({ estimate: truth.distinct_hosts, error: 0 });
      for (const table of Object.values(report.tables)) {
        expect(table.rows.length).to.equal(table.distinct);
        expect([table.other, table.error]).to.deep.equal([0, 0]);
        expect(sum(table, ({ hits }) => hits)).to.equal(truth.parsable_lines);
      }
    });

    it('ranks sections, with the origin that an absolute URL has, and hosts', () => {
      const sections = report.tables.sections.rows.map((row) => {
        // The truth has one name for all that is no path.
        return /^(\/|https?:|\(none\))/.test(row.key) ? row : { ...row, key: '(other)' };
      });
      expectRanking(sections, truth.sections_B_origin_kept_top20);
      expectRanking(report.tables.clients.rows, truth.top_hosts);
    });

    it('has the errors of the truth', () => {
      const errors = Object.entries(truth.status)
        .filter(([status]) => status.startsWith('5'))
        .reduce((total, [, hits]) => total + hits, 0);
      for (const table of Object.values(report.tables)) {
        expect(sum(table, (row) => row.errors)).to.equal(errors);
      }
    });

    it('has the first and the last hit, the busiest second and the mean', () => {
      const { time, rate } = report;
      expect(time).to.deep.equal({ first: truth.min_timestamp, last: truth.max_timestamp });
      expect(rate.peak.hits).to.equal(truth.per_second_max.hits);
      expect(truth.per_second_max.at[0]).to.equal(rate.peak.at);
      const seconds = truth.max_epoch - truth.min_epoch + 1;
      expect(rate.average).to.be.closeTo(truth.parsable_lines / seconds, 1e-9);
    });
  });
}

/** The rows begin with the ranking; of keys that tie at its end, it may have others. */
function expectRanking(rows: readonly Row[], ranking: Truth['top_hosts']): void {
  const top = rows.slice(0, ranking.length);
  expect(top.map(({ hits }) => hits)).to.deep.equal(ranking.map(([, hits]) => hits));
  const least = ranking.at(-1)?.[1] ?? 0;
  const certain = (hits: number) => hits > least;
  const found = top.filter(({ hits }) => certain(hits)).map(({ key, hits }) => [key, hits]);
  const wanted = ranking.filter(([, hits]) => certain(hits));
  expect(found).to.have.deep.members([...wanted]);
}

function sum({ rows }: Table, of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

/** Records of a file; its last one may lack its LF. */
function linesIn(content: Buffer): number {
  const ends = content.reduce((count, octet) => (octet === LF ? count + 1 : count), 0);
  return ends + (content.at(-1) === LF ? 0 : 1);
}
