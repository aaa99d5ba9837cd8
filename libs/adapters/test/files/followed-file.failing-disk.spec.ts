import { appendFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { eachFollows, Following } from './following.ts';
import { betweenSystemCalls, leaveSystemCalls } from './system-calls.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

describe('FollowedFile, when the disk fails between', () => {
  let folder: TemporaryFolder;
  let path: string;
  let following: Following;

  eachFollows((log) => ({ folder, path, following } = log));

  afterEach(() => {
    leaveSystemCalls();
  });

  it('says nothing of a file that appeared when it goes on after an error', async () => {
    writeFileSync(path, 'one\n');
    await following.settle();
    let failed = false;
    betweenSystemCalls(() => {
      if (failed) return;
      failed = true;
      throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
    });
    await following.settle();
    truncateSync(path);
    await following.settle();
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'two\n');
    await following.settle();
    expect(following.notices).to.deep.equal(['file_unreadable', 'file_truncated', 'file_rotated']);
  });

  it('loses nothing', async () => {
    for (let call = 0; call < 6; call++) {
      const log = folder.join(`${call}.log`);
      writeFileSync(log, 'one\n');
      const other = new Following(log);
      await other.settle();
      appendFileSync(log, 'two\n');
      let calls = 0;
      betweenSystemCalls(() => {
        if (calls++ === call) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
      });
      await other.settle();
      leaveSystemCalls();
      await other.settle();
      await other.source.close();
      expect(other.texts, `call ${call}`).to.deep.equal(['one\ntwo\n']);
      expect(other.notices, `call ${call}`).to.deep.equal(['file_unreadable']);
    }
  });
});
