// What is secret is shown nowhere, whatever the other side says.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { notification } from '@hitwatch/testing';
import { expect } from 'chai';

import { Secret } from '../../src/channels/secret.ts';
import { EnvironmentFailure, UsageFailure } from '../../src/command-line/failure.ts';
import { openChannel } from '../../src/config/open-channels.ts';
import { Receiver } from './receiver.ts';

describe('Secret', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hitwatch-secret-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is not in anything that is made of it', () => {
    const secret = new Secret('hunter2!');
    const shown = [
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }),
      inspect([secret]),
    ];
    for (const text of shown) expect(text).to.include('***').and.not.include('hunter2!');
    expect(secret.reveal()).to.equal('hunter2!');
  });

  it('is read from a file without its line end, and from a variable', () => {
    const path = join(folder, 'token');
    writeFileSync(path, 'abc def\r\n');
    expect(Secret.fromFile(path).reveal()).to.equal('abc def');
    expect(Secret.fromEnvironment('TOKEN', { TOKEN: 'xyz' }).reveal()).to.equal('xyz');
  });

  it('is refused when it is not there', () => {
    writeFileSync(join(folder, 'empty'), '\n');
    expect(() => Secret.fromFile(join(folder, 'empty'))).to.throw(UsageFailure, /no secret/);
    expect(() => Secret.fromFile(join(folder, 'none'))).to.throw(EnvironmentFailure, /no such/);
    expect(() => Secret.fromEnvironment('TOKEN', {})).to.throw(UsageFailure, /TOKEN is not set/);
  });

  it('is hidden in a text whole and in parts, but for where an address leads', () => {
    const hook = new Secret('https://hooks.example.com/services/T0001/B0002/verysecretpart');
    expect(hook.hideIn('no verysecretpart at https://hooks.example.com')).to.equal(
      'no *** at https://hooks.example.com',
    );
    expect(new Secret('Bearer abcdefgh').hideIn('bad token abcdefgh')).to.equal('bad token ***');
    const login = new Secret('http://u%24er77:p%40ssword@h/');
    expect(login.hideIn('p@ssword p%40ssword')).to.equal('*** ***');
    expect(new Secret('http://127.0.0.1:9093').hideIn('http://127.0.0.1:9093: x')).to.include(
      '909',
    );
  });

  it('is not in the failure of a channel whose receiver repeats what it was sent', async () => {
    const text = 'who is Bearer s3cr3t-token at /hook/p4th-token?';
    const receiver = await Receiver.open([{ status: 401, text }]);
    const around = { env: { TOKEN: 'Bearer s3cr3t-token' }, terminal: process.stdout };
    const url = `${receiver.url}/hook/p4th-token`;
    const headers = { Authorization: { env: 'TOKEN' } };
    const channel = openChannel('web', { type: 'webhook', url, headers }, around);
    const error: unknown = await channel
      .send(notification(), new AbortController().signal)
      .catch((reason: unknown) => reason);
    await receiver.close();
    expect(receiver.received[0]?.headers.authorization).to.equal('Bearer s3cr3t-token');
    expect(inspect(error, { depth: 10 })).to.include('answers 401: who is *** at ***?');
    expect(inspect(error, { depth: 10 })).to.not.match(/s3cr3t|p4th/);
  });
});
