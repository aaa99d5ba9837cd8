import { expect } from 'chai';
import fc from 'fast-check';
import { Intake, Rollup, TargetKind } from '../../src/index.ts';
import * as batch from '../../src/parser/record-batch.ts';
import { anyBytes, damagedLines, generatedLines, REAL_LINES } from '../parser/log-lines.ts';
import { kernelScanner, plainScanner } from '../scanners.ts';
import { latin1Block } from '../text-block.ts';
import { access, accessLine } from '../traffic/access-lines.ts';
import { readings } from './readings.ts';

const SEED = 7;

const ordinaryLines = access.map(accessLine);
const anyLine = fc.oneof(
  { weight: 4, arbitrary: ordinaryLines },
  generatedLines,
  damagedLines,
  fc.constantFrom(...REAL_LINES),
  anyBytes,
  fc.constantFrom('', '\0\0', '\r', '-', '10.0.0.1 - - ['),
);
const streams = fc
  .tuple(fc.array(anyLine, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, ended]) => lines.join(end) + (ended ? end : ''));

describe('KernelScanner', () => {
  it('reads every line as the plain parser does, whatever stands in it', () => {
    const kernel = kernelScanner(SEED);
    const plain = plainScanner(SEED);
    const property = fc.property(streams, (stream) => {
      expect(readings(stream, kernel)).to.deep.equal(readings(stream, plain));
      expect(kernel.looks.counts).to.have.deep.members(plain.looks.counts);
    });
    fc.assert(property, { numRuns: 3000 });
  });

  it('reads a line that differs in one byte from an ordinary one as the plain parser does', () => {
    const kernel = kernelScanner(SEED);
    const plain = plainScanner(SEED);
    const line = accessLine({ vhost: 'a.example', request: 'GET /a/b?c=d HTTP/1.1', bytes: '123' });
    for (let at = 0; at < line.length; at++) {
      const stream = Array.from({ length: 256 }, (_, octet) => {
        return line.slice(0, at) + String.fromCharCode(octet) + line.slice(at + 1);
      }).join('\n');
      expect(readings(stream, kernel), `byte ${at}`).to.deep.equal(readings(stream, plain));
    }
  });

  it('reads an ordinary line that ends anywhere as the plain parser does', () => {
    const kernel = kernelScanner(SEED);
    const plain = plainScanner(SEED);
    const line = accessLine({
      request: 'POST /a/b?c=d HTTP/2.0',
      referrer: 'http://r/',
      bytes: '9',
    });
    const stream = Array.from({ length: line.length + 1 }, (_, end) => line.slice(0, end));
    for (const end of ['\n', '\r\n', '\n\n']) {
      const text = stream.join(end);
      expect(readings(text, kernel)).to.deep.equal(readings(text, plain));
    }
  });

  it('knows every day that the plain parser knows', () => {
    const kernel = kernelScanner(SEED);
    const plain = plainScanner(SEED);
    const months = [
      'Jan',
      'Feb',
      'Mar',
      'Apr',
      'May',
      'Jun',
      'Jul',
      'Aug',
      'Sep',
      'Oct',
      'Nov',
      'Dec',
    ];
    for (const year of [1969, 1970, 1999, 2000, 2023, 2024, 2100, 2199, 2200, 9999]) {
      const lines = months.flatMap((month) =>
        Array.from({ length: 33 }, (_, day) => {
          const date = `${String(day).padStart(2, '0')}/${month}/${year}`;
          return accessLine()
            .replace(/\[.*?:/, `[${date}:`)
            .replace('+0000', '-0130');
        }),
      );
      const stream = lines.join('\n');
      expect(readings(stream, kernel)).to.deep.equal(readings(stream, plain));
    }
  });

  it('takes lines of every length, also such as are longer than its memory', () => {
    const kernel = kernelScanner(SEED);
    const lengths = [1, 900, 65_536, 131_000, 131_071, 131_072, 131_073, 400_000, (1 << 20) + 1];
    const lines = lengths.flatMap((length) => {
      const path = `/${'p'.repeat(length)}`;
      return [accessLine(), accessLine({ request: `GET ${path} HTTP/1.1` }), 'x'.repeat(length)];
    });
    for (const stream of [lines.join('\n'), lines.reverse().join('\n')]) {
      expect(readings(stream, kernel)).to.deep.equal(readings(stream, plainScanner(SEED)));
    }
  });

  it('takes lines of as many bytes at a time as the plain scanner', () => {
    const kernel = kernelScanner(SEED);
    // So that a batch ends at its bytes, at its lines, and just at a LF.
    for (const length of [80, 127, 128, 129, 255, 256, 257, 5000]) {
      const line = accessLine({ agent: '' });
      const lines = `${accessLine({ agent: 'a'.repeat(length - line.length - 1) })}\n`.repeat(5000);
      const stream = lines.slice(0, 1 << 20);
      expect(readings(stream, kernel), String(length)).to.deep.equal(
        readings(stream, plainScanner(SEED)),
      );
    }
  });

  it('counts more keys than tables hold as the plain scanner does', () => {
    const lines = Array.from({ length: 20_000 }, (_, line) => {
      const method = `M${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[(line * line) % 26] ?? ''}`;
      const tail = 'X'.repeat((line * 7) % 29);
      const request = `${method}${tail} /${line % 9 === 0 ? 'often' : String(line)} HTTP/1.1`;
      return accessLine({ request, status: line % 50 === 0 ? '503' : '200', bytes: String(line) });
    });
    // Lines that the kernel leaves to the plain parser, among others.
    lines.splice(7000, 0, accessLine({ agent: 'with a \\" quote' }), 'no access line');
    const block = latin1Block(lines.join('\n'));
    const [one, other] = [kernelScanner(SEED), plainScanner(SEED)].map((scanner) => {
      const rollup = new Rollup({ seed: SEED });
      const intake = new Intake(scanner, rollup);
      intake.push(block, 0);
      intake.finish();
      return rollup.snapshot(0);
    });
    expect(one?.tables.methods.distinct).to.equal(null);
    expect(one?.tables.urls.distinct).to.equal(null);
    expect(one).to.deep.equal(other);
  });

  it('leaves few lines of ordinary logs to the plain parser', () => {
    const scanner = kernelScanner(SEED);
    // Without its own memory the batch would be of the plain scanner: the kernel has read these.
    const block = latin1Block(`${accessLine({ vhost: 'a.example' })}\n${accessLine()}\n`);
    scanner.scan(block, 0, block.length);
    expect(scanner.batch.block).to.not.equal(block);
    expect(scanner.batch.ints[batch.TARGET_KIND]).to.equal(TargetKind.path);
  });

  it('counts a stream as the plain scanner does, however it is cut into blocks', () => {
    const property = fc.property(streams, fc.integer({ min: 1, max: 500 }), (stream, bytes) => {
      const counted = [kernelScanner(SEED), plainScanner(SEED)].map((scanner) => {
        const rollup = new Rollup({ seed: SEED });
        const intake = new Intake(scanner, rollup);
        for (let at = 0; at < stream.length; at += bytes) {
          intake.push(latin1Block(stream.slice(at, at + bytes)), at);
        }
        intake.finish();
        return { traffic: rollup.snapshot(0), account: intake.account.state() };
      });
      expect(counted[0]).to.deep.equal(counted[1]);
    });
    fc.assert(property, { numRuns: 300 });
  });
});
