import { expect } from 'chai';
import {
  formatOf,
  FormatProblem,
  formatsFromConf,
  type GoAccessTimes,
  type LineFormat,
} from '../../src/index.ts';
import { textBlock } from '../text-block.ts';
import { readRecord, type RecordReading } from './record-reading.ts';
import { REFERENCE } from './sample-files.ts';

const NGINX_COMBINED =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent ' +
  '"$http_referer" "$http_user_agent"';
const APACHE_COMBINED = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"';
const TIME = '10/Oct/2000:13:55:36 -0700';
const SECOND = Date.UTC(2000, 9, 10, 20, 55, 36) / 1000;

describe('a pasted format of nginx', () => {
  it('reads its own combined', () => {
    const line = `1.2.3.4 - ann [${TIME}] "GET /a/b?c HTTP/2.0" 404 12 "http://r/" "M (x) \\"y\\""`;
    expect(read(NGINX_COMBINED, line)).to.deep.include({
      host: '1.2.3.4',
      user: 'ann',
      second: SECOND,
      method: 'GET',
      url: '/a/b',
      section: '/a',
      protocol: 'HTTP/2.0',
      status: 404,
      bytes: 12,
      referrer: 'http://r/',
      agent: 'M (x) \\"y\\"',
      responseMicros: -1,
    });
  });

  it('takes times, cache, TLS, scheme and the forwarded addresses from their variables', () => {
    const body =
      '$time_iso8601|$host|$remote_addr|$request_method $scheme://$host$request_uri|$status|' +
      '${body_bytes_sent}|$request_length|$request_time|$upstream_response_time|' +
      '$upstream_cache_status|$ssl_protocol|$http_x_forwarded_for';
    const line =
      '2024-02-29T23:59:60+01:00|a.example|::1|POST https://a.example/x|201|5|300|' +
      '0.123|0.010, 0.100 : -|HIT|TLSv1.3|10.0.0.1, 10.0.0.2';
    expect(read(body, line)).to.include({
      second: Date.UTC(2024, 1, 29, 23, 0, 0) / 1000,
      vhost: 'a.example',
      host: '::1',
      method: 'POST',
      target: '/x',
      requestBytes: 300,
      responseMicros: 123_000,
      upstreamMicros: 110_000,
      cache: 'HIT',
      tls: 'TLSv1.3',
      scheme: 'https',
      forwarded: '10.0.0.1, 10.0.0.2',
    });
  });

  it('may have the path right behind the host, which was refused', () => {
    const body = '$remote_addr [$time_local] "$request_method $scheme://$host$request_uri" $status';
    const head = `1.2.3.4 [${TIME}]`;
    expect(read(body, `${head} "GET https://a.example:8443/b?c=/d" 200`)).to.include({
      vhost: 'a.example:8443',
      scheme: 'https',
      target: '/b?c=/d',
      status: 200,
    });
    expect(read(body, `${head} "GET https:///b" 200`)).to.include({ vhost: '', target: '/b' });
    expect(read(body, `${head} "GET https://a.example" 200`)).to.equal('no_fit');
    expect(read(body, `${head} "GET https://a b/c" 200`)).to.equal('no_fit');
  });

  it('is understood with the directive around it, and as strings one behind the other', () => {
    const line = `1.2.3.4 - - [${TIME}] "GET / HTTP/1.1" 200 5 "-" "-"`;
    const strings =
      "'$remote_addr - $remote_user [$time_local] '\n" + `  '"$request" $status 5 "-" "-"'`;
    for (const text of [strings, `log_format main escape=default ${strings};`]) {
      expect(read(text, line), text).to.include({ host: '1.2.3.4', target: '/', status: 200 });
    }
  });

  it('reads JSON that a log_format writes, escapes kept', () => {
    const body =
      '{"t":"$msec","a":"$remote_addr","r":"$request","s":$status,"u":"$http_user_agent"}';
    const line = '{"t":"1700000000.25","a":"::1","r":"GET /\\"x HTTP/1.1","s":200,"u":"a \\"b\\""}';
    expect(read(body, line)).to.include({
      second: 1_700_000_000,
      target: '/\\"x',
      status: 200,
      agent: 'a \\"b\\"',
    });
  });
});

describe('a pasted format of Apache', () => {
  it('reads modifiers, headers, times and tabs', () => {
    const format =
      '%v:%p %{c}a %l %u %t \\"%r\\" %>s %O \\"%!200{Referer}i\\" %D %{ms}T %X %{SSL_PROTOCOL}x';
    const head = `a.example:443 9.9.9.9 - - [${TIME}]`;
    const line = `${head} "GET /a HTTP/1.1" 200 77 "-" 1500 1 + TLSv1.2`;
    expect(read(format, line)).to.include({
      vhost: 'a.example',
      host: '9.9.9.9',
      bytes: 77,
      responseMicros: 1500,
      tls: 'TLSv1.2',
      referrer: '-',
    });
  });

  it('reads a time by strftime, by epoch, and with month names', () => {
    const line = '[2000-10-10 20:55:36.123] 1.1.1.1 "GET / HTTP/1.0" 200';
    expect(read('[%{%F %T}t.%{msec_frac}t] %h "%r" %>s', line)).to.include({ second: SECOND });
    expect(read('%{msec}t %h "%r" %s', '971211336999 x "GET / HTTP/1.0" 200')).to.include({
      second: SECOND,
    });
    const named = 'Tue Oct 10 08:55:36 PM 2000 x GET /a?b 200';
    expect(read('%{%a %b %d %I:%M:%S %p %Y}t %h %m %U%q %>s', named)).to.include({
      second: SECOND,
      target: '/a?b',
    });
  });

  it('finds the end of a request that has quotes and spaces of its own', () => {
    const line = `x - - [${TIME}] "GET /a" b "c HTTP/1.1" 200 5 "q" "agent " x"`;
    expect(read(APACHE_COMBINED, line)).to.include({ target: '/a" b "c', agent: 'agent " x' });
  });

  it('refuses a line with more or fewer fields than it has', () => {
    const line = `x - - [${TIME}] "GET / HTTP/1.1" 200 5 "-" "-"`;
    expect(read(APACHE_COMBINED, `${line} 12`)).to.equal('no_fit');
    expect(read(APACHE_COMBINED, line.slice(0, -4))).to.equal('no_fit');
    expect(read(APACHE_COMBINED, line.replace(' 200 ', ' 20 '))).to.equal('no_fit');
    expect(read(APACHE_COMBINED, line.replace('Oct', 'Okt'))).to.equal('bad_time');
  });
});

describe('a pasted format of GoAccess', () => {
  const goaccess: readonly (readonly [string, GoAccessTimes, string, object])[] = [
    [
      '%h %^[%d:%t %^] "%r" %s %b "%R" "%u" %T',
      { dateFormat: '%d/%b/%Y', timeFormat: '%T' },
      `1.1.1.1 - - [${TIME}] "GET /a HTTP/1.1" 200 5 "-" "M" 0.5`,
      { second: SECOND, responseMicros: 500_000, agent: 'M' },
    ],
    [
      '%d\\t%t\\t%^\\t%b\\t%h\\t%m\\t%v\\t%U\\t%s\\t%R\\t%u',
      { dateFormat: '%Y-%m-%d', timeFormat: '%H:%M:%S' },
      '2000-10-10\t20:55:36\tDFW3\t553\t9.9.9.9\tGET\td.example\t/a\t301\t-\tM',
      { second: SECOND, bytes: 553, host: '9.9.9.9', vhost: 'd.example', target: '/a' },
    ],
    [
      '%x.%^ %~%L %h %^/%s %b %m %U',
      { dateFormat: '%s', timeFormat: '%s' },
      '971211336.123    180 9.9.9.9 TCP_MISS/200 411 GET http://a/b',
      { second: SECOND, responseMicros: 180_000, host: '9.9.9.9', status: 200 },
    ],
    [
      '"%x","%h",%^,%^,"%m","%U","%s",%^,"%b","%D","%v","%R","%u"',
      { dateFormat: '%f', timeFormat: '%f' },
      '"971211336123456","9.9.9.9","1","","GET","/b/o","200","0","1024","12","h","","M"',
      { second: SECOND, responseMicros: 12, bytes: 1024, referrer: '', agent: 'M' },
    ],
  ];
  for (const [format, times, line, found] of goaccess) {
    it(`reads ${format}`, () => {
      expect(read(format, line, times)).to.deep.include(found);
    });
  }

  for (const name of 'COMBINED VCOMBINED COMMON VCOMMON W3C CLOUDFRONT CLOUDSTORAGE AWSELB'
    .split(' ')
    .concat('SQUID AWSS3 CADDY AWSALB TRAEFIKCLF'.split(' '))) {
    it(`knows ${name} by its name`, () => {
      expect(formatOf(name)).to.have.property('newParser');
      expect(formatOf(name.toLowerCase())).to.equal(formatOf(name));
    });
  }
});

describe('a format that gives no hits', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['$remote_addr "$request" $status', 'no time'],
    ['$remote_addr [$time_local] $status', 'no request'],
    ['$remote_addr $status', 'no time and no request'],
    ['%h %t %>s', 'no request'],
    ['%h "%r"', 'no time'],
    ['%d %h %r', 'no time'],
    ['%h%u %t "%r"', 'nothing separates %h from %u'],
    ['%h %{%Q}t "%r"', '%Q'],
    ['%^ %d %t %h %j', '%j'],
    ['combinde', 'no format'],
  ];
  for (const [text, message] of refused) {
    it(`is refused: ${text}`, () => {
      const problem = formatOf(text);
      expect(problem).to.be.instanceOf(FormatProblem);
      expect((problem as FormatProblem).message).to.include(message);
    });
  }
});

describe('the configuration of a server', () => {
  it('of nginx gives its definitions and the logs that use them', () => {
    const { server, logs, includes } = formatsFromConf(`
      http { # log_format not_this '$x';
        include mime.types;
        log_format timed '$remote_addr - $remote_user [$time_local] '
                         '"$request" $status $body_bytes_sent "\${http_referer}" rt=$request_time';
        log_format bad "$status";
        access_log /var/log/all.log;
        server { access_log /var/log/a.log timed buffer=32k; location / { access_log off; } }
        access_log /var/log/b.log bad if=$loggable;
        access_log syslog:server=10.0.0.1 timed;
      }`);
    expect(server).to.equal('nginx');
    expect(includes).to.deep.equal(['mime.types']);
    expect(logs.map(({ path, formatName }) => [path, formatName])).to.deep.equal([
      ['/var/log/all.log', 'combined'],
      ['/var/log/a.log', 'timed'],
      ['/var/log/b.log', 'bad'],
    ]);
    expect(logs[2]?.format).to.be.instanceOf(FormatProblem);
    const line = `1.1.1.1 - - [${TIME}] "GET / HTTP/1.1" 200 5 "-" rt=0.250`;
    expect(parsed(logs[1]?.format as LineFormat, line)).to.include({ responseMicros: 250_000 });
  });

  it('of Apache gives nicknames, formats in place and the one of TransferLog', () => {
    const { server, logs } = formatsFromConf(`
      # LogFormat "%h" no
      LogFormat "%h %l %u %t \\"%r\\" %>s %b %D" timed
      LogFormat "%h %t \\"%m %U %H\\" %>s"
      <VirtualHost *:80>
        CustomLog "logs/access log" timed env=!dontlog
        CustomLog logs/b.log "%t %h \\
          \\"%r\\""
        TransferLog logs/c.log
        CustomLog "|/usr/bin/rotatelogs x" combined
        CustomLog logs/d.log combined
      </VirtualHost>`);
    expect(server).to.equal('apache');
    expect(logs.map(({ path }) => path)).to.deep.equal([
      'logs/access log',
      'logs/b.log',
      'logs/c.log',
      'logs/d.log',
    ]);
    const line = `1.1.1.1 - - [${TIME}] "GET / HTTP/1.1" 200 5 99`;
    expect(parsed(logs[0]?.format as LineFormat, line)).to.include({ responseMicros: 99 });
    expect(logs[3]?.format).to.have.property('name', 'combined');
  });

  it('is read to its end whatever it is', () => {
    for (const text of ['', '{', '"', "log_format x '", 'log_format', 'LogFormat "', '\\', '${']) {
      expect(formatsFromConf(text)).to.have.property('logs');
    }
  });
});

function read(text: string, line: string, times?: GoAccessTimes): RecordReading | string {
  const format = formatOf(text, times);
  if (format instanceof FormatProblem) throw new Error(format.message);
  return parsed(format, line);
}

function parsed(format: LineFormat, line: string): RecordReading | string {
  return readRecord(format.newParser({ reference: REFERENCE }), textBlock(line));
}
