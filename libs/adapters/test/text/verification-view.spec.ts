import { expect } from 'chai';
import { colourStyle, plainStyle, type TimedVerification } from '../../src/index.ts';
import { verificationText } from '../../src/views.ts';

const VIEW = { style: plainStyle, width: 100 };

const AGREES: TimedVerification = {
  agrees: true,
  checks: [
    { what: 'lines', how: 'exactly', agrees: true },
    { what: 'response_bytes', how: 'within_error', agrees: true },
    { what: 'tables.urls', how: 'within_error', agrees: true },
    { what: 'tables.agents', how: 'sums_only', agrees: true },
    { what: 'seconds', how: 'not', agrees: true },
  ],
  differences: [],
  differing: 0,
  lines: { recounted: 1_000_000, independent: 999_999 },
  seconds: 12.34,
};

describe('verificationText', () => {
  it('says what agrees, how it was compared and what was not', () => {
    expect(verificationText(AGREES, VIEW).split('\n')).to.deep.equal([
      '',
      '  verified: 1,000,000 lines recounted in 12.3 s: lines, quantiles, 2 tables agree',
      '  999,999 lines read by a second parser, 1 by the parser of the report, one at a time',
      '  rows within their stated error: urls',
      '  too many keys, compared by their hits only: agents',
      '  not compared, there is too much of it: seconds',
      '',
    ]);
  });

  it('lists what differs, and how much more there is, without what a log could do', () => {
    const what = `tables.urls row 1 \x1b[31m${'/long'.repeat(50)} hits`;
    const text = verificationText(
      {
        ...AGREES,
        agrees: false,
        checks: [{ what: 'lines', how: 'exactly', agrees: false }],
        differences: [
          { what: 'lines.read', reported: 29, recounted: 3000 },
          { what, reported: null, recounted: '\x07' },
        ],
        differing: 7,
      },
      VIEW,
    );
    expect(text).to.include('NOT verified: 1,000,000 lines recounted in 12.3 s: nothing agrees');
    expect(text).to.include('    lines.read: reported 29, recounted 3,000\n');
    expect(text).to.include('reported nothing, recounted \\x07\n    and 5 more\n');
    expect(text).not.to.include('\x07').and.not.to.include('\x1b');
    for (const line of text.split('\n')) expect(line.length).to.be.at.most(VIEW.width);
  });

  it('is red where it has to be', () => {
    const text = verificationText({ ...AGREES, agrees: false }, { ...VIEW, style: colourStyle });
    expect(text).to.include(colourStyle.bad('NOT verified'));
  });
});
