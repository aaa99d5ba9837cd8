// What was once read wrongly of LogFormat and httpd.conf.
import { expect } from 'chai';
import { formatOf, FormatProblem, formatsFromConf } from '../../src/index.ts';
import { textBlock } from '../text-block.ts';
import { readRecord, type RecordReading } from './record-reading.ts';
import { REFERENCE } from './sample-files.ts';

const TIME = '10/Oct/2000:13:55:36 -0700';

function read(text: string, line: string): RecordReading | string {
  const format = formatOf(text);
  if (format instanceof FormatProblem) throw new Error(format.message);
  return readRecord(format.newParser({ reference: REFERENCE }), textBlock(line));
}

describe('the directives of a LogFormat', () => {
  it('that Apache does not know are refused, and were passed over', () => {
    for (const directive of ['%Q', '%E', '%{x}y', '%^xy', '%^', '%{open']) {
      const problem = formatOf(`%h %t "%r" %>s ${directive}`);
      expect(problem, directive).to.be.instanceOf(FormatProblem);
      expect((problem as FormatProblem).message).to.equal(`${directive} is no directive of Apache`);
    }
  });

  it('that it knows and that are of no use are passed over', () => {
    for (const directive of 'A C e f k l L n p P q R S X'
      .split(' ')
      .map((letter) => `%${letter}`)
      .concat(
        ['%{id}C', '%{HOME}e', '%{x}n', '%{remote}p', '%{tid}P', '%{x}^ti', '%{x}^to', '%^FB'],
        ['%{version}c', '%{X}i', '%{X}o', '%{SSL_CIPHER}x'],
      )) {
      const reading = read(`%h ${directive} %t "%r" %>s`, `::1 what [${TIME}] "GET /a X" 200`);
      expect(reading, directive).to.include({ host: '::1', target: '/a X', status: 200 });
    }
  });

  it('count a zone that stands in a field of its own, behind the fraction of a second', () => {
    const format = '%h [%{%d/%b/%Y %T}t.%{msec_frac}t %{%z}t] "%r" %>s';
    const line = '::1 [10/Oct/2000 13:55:36.123 -0700] "GET / HTTP/1.1" 200';
    expect(read(format, line)).to.include({ second: Date.UTC(2000, 9, 10, 20, 55, 36) / 1000 });
    expect(read('%h %{%F}t %{%T}t %{%z}t %U', '::1 2000-10-10 13:55:36 +0200 /')).to.include({
      second: Date.UTC(2000, 9, 10, 11, 55, 36) / 1000,
    });
  });

  it('may have the nickname behind them, as in the file', () => {
    const line = `::1 [${TIME}] "GET /a HTTP/1.1" 200`;
    for (const text of ['"%h %t \\"%r\\" %>s" mine', ' "%h %t \\"%r\\" %>s"\tmine-2']) {
      expect(read(text.replace('\t', ' '), line), text).to.include({ target: '/a', status: 200 });
    }
    const nginx = '"$request" $status $remote_addr $time_iso8601';
    const reading = read(nginx, '"GET /a HTTP/1.1" 200 ::1 2000-10-10T20:55:36Z');
    expect(reading).to.include({ host: '::1', target: '/a' });
  });
});

describe('the logs of an httpd.conf', () => {
  const pathsOf = (text: string) => formatsFromConf(text).logs.map(({ path }) => path);

  it('stand in its ServerRoot, and were looked for in the working directory', () => {
    const logs = 'CustomLog logs/a.log common\nCustomLog "/var/b.log" common\nTransferLog c.log\n';
    expect(pathsOf(logs)).to.deep.equal(['logs/a.log', '/var/b.log', 'c.log']);
    expect(pathsOf(`ServerRoot "/etc/httpd/"\n${logs}`)).to.deep.equal([
      '/etc/httpd/logs/a.log',
      '/var/b.log',
      '/etc/httpd/c.log',
    ]);
  });

  it('may have in their names what Define says, and nothing else is filled in', () => {
    const logs = 'CustomLog ${LOGS}/a.log common\nCustomLog ${OTHER}/b.log common\n';
    expect(pathsOf(`ServerRoot /x\nDefine LOGS /var/$&log\n${logs}`)).to.deep.equal([
      '/var/$&log/a.log',
      '${OTHER}/b.log',
    ]);
  });

  it('are those of GlobalLog as well, and not what goes to a program or to syslog', () => {
    const text =
      'GlobalLog g.log "%h %t %U"\nCustomLog "|/bin/cat" common\nCustomLog syslog:local1 common\n';
    expect(pathsOf(text)).to.deep.equal(['g.log']);
  });
});
