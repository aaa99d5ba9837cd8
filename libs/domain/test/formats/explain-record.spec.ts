import { expect } from 'chai';
import { AccessRecord, explainRecord, formatNamed } from '../../src/index.ts';
import { textBlock } from '../text-block.ts';
import { REFERENCE } from './sample-files.ts';

describe('a record, explained', () => {
  it('has the fields that its line has, in the order of a request', () => {
    const record = new AccessRecord();
    const block = textBlock(formatNamed('traefik')?.example ?? '');
    const parser = formatNamed('traefik')?.newParser({ reference: REFERENCE });
    expect(parser?.parse(block, 0, block.length, record)).to.equal(0);
    const fields = explainRecord(record).map(({ name, value }) => `${name}=${value}`);
    expect(fields).to.deep.equal([
      'time=2000-10-10T20:55:36.000Z',
      'client=203.0.113.9',
      'user=frank',
      'method=GET',
      'target=/a.gif',
      'section=/a.gif',
      'protocol=HTTP/1.0',
      'status=200',
      'bytes=2326',
      'response_us=2000',
      'referrer=http://example.com/',
      'agent=Mozilla/5.0',
    ]);
  });
});
