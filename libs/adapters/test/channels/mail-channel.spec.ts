// A real SMTP receiver on loopback that fails, stalls and refuses in turn.
import type { AddressInfo } from 'node:net';

import { notification } from '@hitwatch/testing';
import { expect } from 'chai';
import { SMTPServer } from 'smtp-server';

import { ChannelFailure } from '../../src/channels/channel-failure.ts';
import { ChannelQueue } from '../../src/channels/channel-queue.ts';
import { MailChannel, type MailOptions } from '../../src/channels/mail-channel.ts';
import { Secret } from '../../src/channels/secret.ts';
import { Around } from './channel-bench.ts';

type Answer = 'take' | 'stall' | number;

/** Keeps whole mails, and answers to each as a test says, then takes all. */
class Mailbox {
  readonly mails: string[] = [];
  readonly logins: string[] = [];
  readonly recipients: string[] = [];
  tries = 0;
  readonly #server: SMTPServer;

  constructor(answers: Answer[] = [], refused = '') {
    this.#server = new SMTPServer({
      authOptional: true,
      hideSTARTTLS: true,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, callback) => {
        this.logins.push(`${username ?? ''} ${password ?? ''}`);
        if (password === 'right') callback(null, { user: username });
        else callback(Object.assign(new Error('wrong password'), { responseCode: 535 }));
      },
      onRcptTo: ({ address }, _, callback) => {
        this.recipients.push(address);
        if (address === refused) callback(Object.assign(new Error('no'), { responseCode: 550 }));
        else callback();
      },
      onData: (stream, _, callback) => {
        let mail = '';
        stream.on('data', (chunk: Buffer) => (mail += chunk.toString('utf8')));
        stream.on('end', () => {
          this.tries++;
          const answer = answers.shift() ?? 'take';
          if (answer === 'stall') return;
          if (answer === 'take') {
            this.mails.push(mail);
            callback();
          } else callback(Object.assign(new Error('not now'), { responseCode: answer }));
        });
      },
    });
    this.#server.on('error', () => undefined);
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return (this.#server.server.address() as AddressInfo).port; // it listens on a port
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(resolve);
      for (const connection of this.#server.connections) connection.close();
    });
  }
}

const never = new AbortController().signal;

describe('MailChannel', () => {
  let mailbox: Mailbox;

  afterEach(() => mailbox.close());

  async function mailTo(box: Mailbox, changes: Partial<MailOptions> = {}): Promise<MailChannel> {
    mailbox = box;
    return new MailChannel({
      name: 'mail',
      host: '127.0.0.1',
      port: await box.listen(),
      tls: 'auto',
      user: undefined,
      password: undefined,
      from: 'hitwatch@example.com',
      to: ['ops@example.com', 'web@example.com'],
      silentMsMax: 8000,
      ...changes,
    });
  }

  it('sends the message, and the alert as programs read it', async () => {
    const channel = await mailTo(new Mailbox());
    await channel.send(notification({ message: 'error share is 0.25' }), never);
    const [mail = ''] = mailbox.mails;
    expect(mail).to.match(/^From: hitwatch@example.com\r$/m);
    expect(mail).to.match(/^To: ops@example.com, web@example.com\r$/m);
    expect(mail).to.match(/^Subject: error share is 0.25\r$/m);
    expect(mail).to.match(/^Message-ID: <a1@hitwatch>\r$/m);
    expect(mail).to.match(/^X-Hitwatch-ID: a1\r$/m);
    expect(mail).to.include('{"id":"a1","type":"alert"');
  });

  it('is not made to say more by what stands in a log', async () => {
    const channel = await mailTo(new Mailbox());
    const message = 'x\r\nBcc: evil@example.com\r\n\r\n.\r\nMAIL FROM:<evil@example.com>\u202e';
    await channel.send(notification({ message, id: 'a\r\nX-Evil: 1' }), never);
    const [mail = ''] = mailbox.mails;
    const [head = ''] = mail.split('\r\n\r\n');
    expect(head).to.not.match(/^(Bcc|X-Evil|MAIL)/m);
    expect(mailbox.mails).to.have.length(1);
    expect(mailbox.recipients).to.deep.equal(['ops@example.com', 'web@example.com']);
  });

  it('loses nothing and sends nothing twice that was taken', async () => {
    const channel = await mailTo(new Mailbox([451, 'stall', 'take', 421, 'stall']));
    const around = new Around();
    const queue = new ChannelQueue({
      ...around.tools,
      channel,
      tryMsMax: 10_000,
      journal: undefined,
    });
    for (const id of ['1', '2', '3']) queue.offer(notification({ id }));
    // The real connection has its turns; only in between does time pass.
    for (let tries = 0; queue.waiting > 0;) {
      await new Promise((resolve) => setImmediate(resolve));
      const isStalled = mailbox.tries > tries && [2, 5].includes(mailbox.tries);
      if (isStalled || around.notices.length > 0) await around.pass(isStalled ? 10_000 : 1);
      tries = mailbox.tries;
    }
    const ids = mailbox.mails.map((mail) => /^Message-ID: <(.*)@hitwatch>/m.exec(mail)?.[1]);
    expect(ids).to.deep.equal(['1', '2', '3']);
    expect(mailbox.tries).to.equal(7);
  });

  it('logs in, and does not say the password when that fails', async () => {
    const login = { user: 'me', password: new Secret('wrong-secret'), tls: 'none' } as const;
    const channel = await mailTo(new Mailbox(), login);
    const failure = await failureOf(channel.send(notification(), never));
    expect(mailbox.logins).to.deep.equal(['me wrong-secret']);
    expect(failure.isFinal).to.equal(true);
    expect(failure.message).to.include('wrong password').and.not.include('wrong-secret');
  });

  it('tells no password to a server without TLS unless told to', async () => {
    const login = { user: 'me', password: new Secret('right'), tls: 'starttls' } as const;
    const channel = await mailTo(new Mailbox(), login);
    const failure = await failureOf(channel.send(notification(), never));
    // Also who cannot prove to be the server is told nothing.
    expect(failure.message).to.match(/STARTTLS|certificate/);
    expect(mailbox.logins).to.deep.equal([]);
  });

  it('says when one of the addresses is refused', async () => {
    const channel = await mailTo(new Mailbox([], 'web@example.com'));
    const failure = await failureOf(channel.send(notification(), never));
    expect(failure.message).to.include('refuses 1 of the addresses');
    expect(mailbox.mails).to.have.length(1);
  });

  it('is final for 5xx and not for 4xx', async () => {
    const channel = await mailTo(new Mailbox([554, 451]));
    expect((await failureOf(channel.send(notification(), never))).isFinal).to.equal(true);
    expect((await failureOf(channel.send(notification(), never))).isFinal).to.equal(false);
  });
});

async function failureOf(promise: Promise<void>): Promise<ChannelFailure> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ChannelFailure) return error;
  return expect.fail('it was expected to fail');
}
