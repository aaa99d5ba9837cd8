import { FaultyDisk, change, changes } from '@hitwatch/testing';
import { expect } from 'chai';

import { AlertLog, alertObject, encodeJson } from '../../src/index.ts';
import { failureOf } from './alert-log-folder.ts';

const PATH = '/state/alerts.ndjson';
const LINE = `${encodeJson(alertObject(change(1)))}\n`;

describe('AlertLog on a disk that fails', () => {
  let disk: FaultyDisk;
  let log: AlertLog;

  beforeEach(() => {
    disk = new FaultyDisk();
    log = new AlertLog(PATH, disk);
  });

  const seconds = async () => (await log.recent(Infinity)).map(({ second }) => second);

  it('holds whole lines however much of one the disk takes', async () => {
    for (let room = 1; room < LINE.length * 2; room += 7) {
      disk = new FaultyDisk();
      log = new AlertLog(PATH, disk);
      await log.deliver(change(1));
      disk.roomBytes = room;
      await log.deliver(change(2)).catch(() => undefined);
      await log.deliver(change(3)).catch(() => undefined);
      expect(disk.text(PATH), `${room} bytes`).to.match(/^(\{.*\}\n)+$/);
      const { waiting } = log;
      expect(waiting + (await seconds()).length, `${room} bytes`).to.equal(3);
      disk.mend();
      await log.retry();
      expect(log.waiting).to.equal(0);
      expect(await seconds(), `${room} bytes`).to.deep.equal([1, 2, 3]);
    }
  });

  it('completes a line that the disk takes in pieces', async () => {
    disk.writeBytesMax = 5;
    await log.deliver(change(1));
    expect(disk.text(PATH)).to.equal(LINE);
  });

  it('leaves what another program has written behind a part of a line', async () => {
    const foreign = '{"a":"note"}\n'.repeat(40);
    disk.roomBytes = 10;
    const open = disk.open.bind(disk);
    disk.open = async (path, how) => {
      const file = await open(path, how);
      const write = file.write.bind(file);
      file.write = async (bytes) => {
        const written = await write(bytes);
        const before = disk.roomBytes;
        disk.roomBytes = Infinity;
        await write(new TextEncoder().encode(foreign));
        disk.roomBytes = before;
        return written;
      };
      return file;
    };
    await failureOf(log.deliver(change(1)));
    expect(disk.text(PATH)).to.include(foreign);
  });

  it('has each alert on the disk when it says so', async () => {
    await log.prepare();
    await disk.syncFolder();
    for (const alert of changes(3)) await log.deliver(alert);
    disk.restart({ renamesKept: true });
    expect(await log.recent(9)).to.deep.equal(changes(3));
  });

  it('says that a sync has failed, and does not write the line twice', async () => {
    disk.fail('sync', 'EIO');
    await failureOf(log.deliver(change(1)));
    disk.mend();
    await log.retry();
    expect(await seconds()).to.deep.equal([1]);
  });

  describe('mends what a crash has left', () => {
    it('at whatever octet the line was cut', async () => {
      for (let length = 0; length <= LINE.length; length++) {
        const torn = LINE.slice(0, length);
        disk.put(PATH, LINE + torn);
        await log.prepare();
        await log.deliver(change(7));
        // A line that lacks nothing but its LF is whole.
        const whole = length >= LINE.length - 1 ? [1, 1, 7] : [1, 7];
        expect(await seconds(), `${length}`).to.deep.equal(whole);
        expect(disk.text(PATH).split('\n'), `${length}`).to.have.length(whole.length + 1);
      }
    });

    it('in a file that has nothing else', async () => {
      disk.put(PATH, LINE.slice(0, 40));
      await log.prepare();
      expect(disk.text(PATH)).to.equal('');
    });

    const FOREIGN = [
      'my notes',
      '{',
      '{"type":"metric","value":1',
      '\0\0\0',
      '"',
      'x'.repeat(9000),
    ];
    for (const foreign of FOREIGN) {
      it(`and leaves what is not ours: ${JSON.stringify(foreign.slice(0, 30))}`, async () => {
        disk.put(PATH, `first\n${foreign}`);
        await log.prepare();
        expect(disk.text(PATH)).to.equal(`first\n${foreign}`);
        await log.deliver(change(1));
        expect(disk.text(PATH)).to.equal(`first\n${foreign}\n${LINE}`);
      });
    }
  });
});
