import { isIP, BlockList } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { AccessRecord, encodeText, TrustedProxies } from '../../src/index.ts';
import { textBlock } from '../text-block.ts';

const NETWORKS = ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32', '::1', '172.16.0.0/12'];

describe('the client behind trusted proxies', () => {
  const proxies = new TrustedProxies(NETWORKS);
  const cases: readonly (readonly [
    host: string,
    forwarded: string,
    client: string,
    why: string,
  ])[] = [
    ['10.0.0.1', '9.9.9.9', '9.9.9.9', 'is what a trusted proxy states'],
    ['8.8.8.8', '9.9.9.9', '8.8.8.8', 'is not what anybody else states'],
    ['10.0.0.1', '1.1.1.1, 9.9.9.9', '9.9.9.9', 'is the last that no trusted proxy has'],
    ['10.0.0.1', '9.9.9.9, 10.1.1.1,172.31.0.9', '9.9.9.9', 'stands before other proxies'],
    ['10.0.0.1', '10.3.3.3, 10.2.2.2', '10.3.3.3', 'is the first where all are trusted'],
    ['10.0.0.1', 'evil, 9.9.9.9', '9.9.9.9', 'is found before junk is met'],
    ['10.0.0.1', '9.9.9.9, unknown', '10.0.0.1', 'stays the proxy when it states junk'],
    ['10.0.0.1', '', '10.0.0.1', 'stays the proxy when it states nothing'],
    ['2001:db8::5', '[2001:db9::7]', '2001:db9::7', 'may have brackets'],
    ['::ffff:10.0.0.1', '9.9.9.9', '9.9.9.9', 'is known behind a mapped address'],
  ];
  for (const [host, forwarded, client, why] of cases) {
    it(`${why}: ${host} and ${forwarded}`, () => {
      const record = new AccessRecord();
      const block = textBlock(`${host} "${forwarded}"`);
      record.clear(block, 0);
      record.hostEnd = host.length;
      record.forwardedStart = host.length + 2;
      record.forwardedEnd = record.forwardedStart + forwarded.length;
      proxies.apply(record);
      const found = block.octets.subarray(record.hostStart, record.hostEnd);
      expect(Buffer.from(found).toString()).to.equal(client);
    });
  }

  it('agrees with another list of networks on every address', () => {
    const list = new BlockList();
    list.addSubnet('10.0.0.0', 8, 'ipv4');
    list.addAddress('192.0.2.1', 'ipv4');
    list.addSubnet('2001:db8::', 32, 'ipv6');
    list.addAddress('::1', 'ipv6');
    list.addSubnet('172.16.0.0', 12, 'ipv4');
    const near = fc.constantFrom('::1', '::', '2001:db8:1::', '2001:db7::1', '172.32.0.1', '1.2.3');
    const damaged = fc.string({ unit: fc.constantFrom(...Array.from('01f:.')), maxLength: 20 });
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), near, damaged), (address) => {
        const octets = encodeText(address);
        const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
        const expected = isIP(address) !== 0 && list.check(address, family);
        // Zeros in front of a number are no address to everybody.
        if (isIP(address) === 0 && /(^|\.)0\d/.test(address)) return;
        expect(proxies.isTrusted(octets, 0, octets.length), address).to.equal(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes no network that is none', () => {
    for (const text of ['10.0.0.0/33', '10.0.0', 'x', '', '::/129', '10.0.0.0/', '::1::']) {
      expect(() => new TrustedProxies([text]), text).to.throw(RangeError);
    }
  });
});
