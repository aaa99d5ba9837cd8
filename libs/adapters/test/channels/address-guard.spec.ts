// Where no alert is sent: link-local addresses, in whatever way they are written.
import { notification } from '@hitwatch/testing';
import { expect } from 'chai';

import { guarding, isGuarded } from '../../src/channels/address-guard.ts';
import { ChannelFailure } from '../../src/channels/channel-failure.ts';
import { Secret } from '../../src/channels/secret.ts';
import { WebhookChannel } from '../../src/channels/webhook-channel.ts';

describe('the guard of addresses', () => {
  for (const host of [
    '169.254.169.254',
    '169.254.0.1',
    '0xA9FEA9FE',
    '2852039166',
    '0251.0376.0251.0376',
    '169.254.43518',
    '169.254.169.254.',
    '１６９.254.169.254',
    '[::ffff:169.254.169.254]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::a9fe:a9fe]',
    '[2002:a9fe:a9fe::1]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '100.100.100.200',
  ]) {
    it(`refuses ${host}`, async () => {
      const url = new Secret(`http://${host}/latest/meta-data`);
      const headers: [] = [];
      const options = { name: 'x', url, headers, template: undefined, allowLinkLocal: false };
      const error: unknown = await new WebhookChannel(options)
        .send(notification(), new AbortController().signal)
        .catch((reason: unknown) => reason);
      expect(error).to.be.an.instanceOf(ChannelFailure);
      expect(error).to.have.property('isFinal', true);
      expect(error).to.have.property('message').that.includes('allow_link_local');
    });
  }

  it('lets every other address be', () => {
    const others = ['127.0.0.1', '10.0.0.1', '169.253.255.255', '169.255.0.0', '::1', 'fec0::1'];
    expect(others.filter(isGuarded)).to.deep.equal([]);
    expect(isGuarded('example.com')).to.equal(false);
    expect(isGuarded('fe80::1%eth0')).to.equal(true);
  });

  it('refuses a name if any of its addresses is one of these, and says so', () => {
    const answers: unknown[] = [];
    const lookup = guarding((_, __, callback) => {
      callback(null, [
        { address: '192.0.2.1', family: 4 },
        { address: '::ffff:169.254.169.254', family: 6 },
      ]);
    });
    for (const all of [true, false])
      lookup('rebound.test', { all }, (error) => answers.push(error));
    for (const error of answers) {
      expect(error).to.be.an.instanceOf(ChannelFailure).with.property('isFinal', true);
      expect(String(error)).to.include('rebound.test (::ffff:169.254.169.254)');
    }
    expect(answers).to.have.length(2);
  });

  it('gives the addresses of any other name in the form that is asked for', () => {
    const found = [{ address: '192.0.2.1', family: 4 }];
    const lookup = guarding((_, __, callback) => {
      callback(null, found);
    });
    const answers: unknown[] = [];
    lookup('fine.test', { all: true }, (...answer) => answers.push(answer));
    lookup('fine.test', {}, (...answer) => answers.push(answer));
    expect(answers).to.deep.equal([
      [null, found],
      [null, '192.0.2.1', 4],
    ]);
  });

  it('hands on that a name was not found', () => {
    const lookup = guarding((_, __, callback) => {
      callback(new Error('ENOTFOUND'), []);
    });
    lookup('none.test', {}, (error) => {
      expect(error).to.have.property('message', 'ENOTFOUND');
    });
  });
});
