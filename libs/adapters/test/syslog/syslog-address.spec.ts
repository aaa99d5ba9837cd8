import { expect } from 'chai';

import {
  parseSyslogAddress,
  type SyslogAddress,
  syslogName,
  UsageFailure,
} from '../../src/index.ts';

const BOTH = ['udp', 'tcp'] as const;

describe('parseSyslogAddress', () => {
  const right: readonly (readonly [text: string, address: SyslogAddress, name?: string])[] = [
    ['5514', { transports: BOTH, host: '127.0.0.1', port: 5514 }, 'syslog://127.0.0.1:5514'],
    ['0', { transports: BOTH, host: '127.0.0.1', port: 0 }],
    ['syslog:514', { transports: BOTH, host: '127.0.0.1', port: 514 }],
    ['syslog://5514', { transports: BOTH, host: '127.0.0.1', port: 5514 }],
    ['localhost:5514', { transports: BOTH, host: '127.0.0.1', port: 5514 }],
    ['0.0.0.0:5514', { transports: BOTH, host: '0.0.0.0', port: 5514 }],
    ['[::1]:5514', { transports: BOTH, host: '::1', port: 5514 }, 'syslog://[::1]:5514'],
    ['syslog+udp://web-1.example:514', { transports: ['udp'], host: 'web-1.example', port: 514 }],
    ['syslog+tcp:5514', { transports: ['tcp'], host: '127.0.0.1', port: 5514 }],
    [
      'syslog+tcp://[2001:db8::1]:65535',
      { transports: ['tcp'], host: '2001:db8::1', port: 65_535 },
      'syslog+tcp://[2001:db8::1]:65535',
    ],
  ];
  for (const [text, address, name] of right) {
    it(`takes ${text}`, () => {
      expect(parseSyslogAddress(text, '--listen')).to.deep.equal(address);
      if (name !== undefined) expect(syslogName(address)).to.equal(name);
      expect(parseSyslogAddress(syslogName(address), '--listen')).to.deep.equal(address);
    });
  }

  const wrong = ['', '65536', '-1', '5514 ', 'host', 'host:', ':5514', '::1:5514', 'http://a:5514'];
  for (const text of [...wrong, 'syslog+tls://a:5514', '5514/', 'a b:5514', '5514\n', '999999']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseSyslogAddress(text, '--listen')).to.throw(
        UsageFailure,
        `--listen ${JSON.stringify(text)} is no address`,
      );
    });
  }
});
