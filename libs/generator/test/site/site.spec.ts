import { ByteBlock, decodeText } from '@hitwatch/domain';
import { expect } from 'chai';

import { Random } from '../../src/random/random.ts';
import { Clients } from '../../src/site/clients.ts';
import { Sections } from '../../src/site/sections.ts';
import { TextPool } from '../../src/site/text-pool.ts';

/** What stands before the second slash. */
function sectionOf(url: string): string {
  return /^\/[^/]*/.exec(url)?.[0] ?? '';
}

describe('Sections', () => {
  for (const count of [1, 2, 20, 45, 3000]) {
    it(`has exactly ${count} different sections`, () => {
      const sections = new Sections(count, new Random(count, 0));
      const paths = new Set<string>();
      for (let url = 0; url < sections.urls.size; url++) {
        paths.add(sectionOf(sections.urls.text(url)));
      }
      expect(paths).to.have.lengthOf(count);
    });
  }

  it('visits them by Zipf: the second half as often as the first', () => {
    const random = new Random(7, 0);
    const sections = new Sections(20, random);
    const counts = new Map<number, number>();
    for (let draw = 0; draw < 36_000; draw++) {
      const section = sections.pick(random);
      counts.set(section, (counts.get(section) ?? 0) + 1);
    }
    // 36,000 / (1 + 1/2 + ... + 1/20) is 10,006
    expect(counts.get(0)).to.be.closeTo(10_006, 400);
    expect(counts.get(1)).to.be.closeTo(5003, 350);
    expect(counts.get(9)).to.be.closeTo(1001, 160);
  });

  it('picks urls of the section that was asked for, those that are gone apart', () => {
    const random = new Random(8, 0);
    const sections = new Sections(30, random);
    for (let section = 0; section < 30; section++) {
      const there = new Set<string>();
      const gone = new Set<string>();
      for (let draw = 0; draw < 400; draw++) {
        there.add(sections.urls.text(sections.pickUrl(section, random)));
        gone.add(sections.urls.text(sections.pickGoneUrl(section, random)));
      }
      const paths = new Set([...there, ...gone].map(sectionOf));
      expect(paths).to.have.lengthOf(1);
      if (!paths.has('/')) expect(gone.size).to.equal(3);
    }
  });
});

describe('Clients', () => {
  it('have each an address of their own, IPv4 or IPv6', () => {
    const clients = new Clients(5000, new Random(9, 0));
    const addresses = Array.from({ length: 5000 }, (_, client) => clients.addresses.text(client));
    expect(new Set(addresses)).to.have.lengthOf(5000);
    // So many that some addresses are drawn twice.
    const many = new Clients(200_000, new Random(10, 0));
    const texts = Array.from({ length: 200_000 }, (_, client) => many.addresses.text(client));
    expect(new Set(texts)).to.have.lengthOf(200_000);
    const v6 = addresses.filter((address) => address.startsWith('2001:db8:')).length;
    expect(v6).to.be.closeTo(600, 120);
    const v4 = addresses.filter((address) => /^\d+\.\d+\.\d+\.\d+$/.test(address));
    expect(v4).to.have.lengthOf(5000 - v6);
    expect(
      v4.filter((address) => /^(0|10|127|192|22[4-9]|2[345]\d)\./.test(address)),
    ).to.deep.equal([]);
  });
});

describe('TextPool', () => {
  it('copies the last text of a block that is full to its end', () => {
    const pool = new TextPool(['a', 'y'.repeat(1023)]);
    const to = new ByteBlock(new Uint8Array(1030));
    expect(pool.copy(1, to, 0)).to.equal(1023);
    expect(to.octets.indexOf(121)).to.equal(0);
    expect(to.octets.lastIndexOf(121)).to.equal(1022);
  });

  it('gives back and copies what was put in, whatever its length', () => {
    const texts = ['', 'a', 'ab', 'abc', 'abcd', 'é€𝄞', 'x'.repeat(5000), 'end'];
    const pool = new TextPool(texts);
    const to = new ByteBlock(new Uint8Array(6000));
    let end = 0;
    texts.forEach((text, index) => {
      expect(pool.text(index)).to.equal(text);
      end = pool.copy(index, to, end);
    });
    expect(decodeText(to.octets.subarray(0, end))).to.equal(texts.join(''));
    expect(() => pool.text(texts.length)).to.throw(RangeError);
  });
});
