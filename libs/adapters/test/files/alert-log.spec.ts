import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import type { AlertChange } from '@hitwatch/domain';
import { alertHistoryContract, alertSinkContract, change, changes } from '@hitwatch/testing';
import { expect } from 'chai';
import { AlertLog, alertObject } from '../../src/index.ts';
import { AlertLogFolder } from './alert-log-folder.ts';

describe('AlertLog', () => {
  let state: AlertLogFolder;
  let path: string;
  let log: AlertLog;

  beforeEach(() => {
    state = new AlertLogFolder();
    ({ path, log } = state);
  });

  afterEach(() => {
    state.remove();
  });

  describe('as a sink', () => {
    alertSinkContract(async () => {
      await log.prepare();
      return {
        sink: log,
        arrived: () => new AlertLog(path).recent(Infinity),
        fail: () => {
          state.break();
          return Promise.resolve();
        },
        mend: () => {
          state.mend();
          return Promise.resolve();
        },
      };
    });

    it('appends one object a line, as the contract has it', async () => {
      await log.prepare();
      const alerts = changes(3);
      for (const alert of alerts) await log.deliver(alert);
      expect(state.objects()).to.deep.equal(alerts.map(alertObject));
    });

    it('leaves what is there, and what others write between', async () => {
      mkdirSync(state.folder.join('state'));
      writeFileSync(path, '{"type":"alert","of":"another program"}\n');
      await log.prepare();
      await log.deliver(change(1));
      appendFileSync(path, '{"a":"note"}\n');
      await log.deliver(change(2));
      const lines = readFileSync(path, 'utf8').split('\n');
      expect(lines[0]).to.include('another program');
      expect(lines[2]).to.equal('{"a":"note"}');
      expect(await state.seconds()).to.deep.equal([1, 2]);
    });

    it('goes on in a new file when it is rotated', async () => {
      await log.prepare();
      await log.deliver(change(1));
      renameSync(path, `${path}.1`);
      await log.deliver(change(2));
      expect(state.objects()).to.deep.equal([alertObject(change(2))]);
    });
  });

  describe('as a history', () => {
    alertHistoryContract(async (past) => {
      await log.prepare();
      for (const alert of past) await log.deliver(alert);
      return new AlertLog(path);
    });

    it('is empty when the file was never there', async () => {
      expect(await log.recent(10)).to.deep.equal([]);
      expect(existsSync(path)).to.equal(false);
    });

    it('passes over lines that are torn, foreign or of a newer version', async () => {
      await log.prepare();
      await log.deliver(change(1));
      const good = alertObject(change(2));
      const bad: readonly unknown[] = [
        { ...good, rule: 'disk-full', metric: undefined },
        { ...good, metric: 'disk_full' },
        { ...good, state: 'flapping' },
        { ...good, at: 'yesterday' },
        { ...good, at: 5 },
        { ...good, at: '2026-01-02T03:04:05.678Z' },
        { ...good, hits: '1201' },
        { ...good, window_s: null },
        { ...good, threshold: undefined },
        null,
        42,
        [],
        'text',
      ];
      const lines = bad.map((value) => JSON.stringify(value));
      const torn = ['', '{', '{"type":"al', '\0\0\0', '\x1b[2J', ...lines];
      appendFileSync(path, `${torn.join('\n')}\n`);
      await log.deliver(change(3));
      expect(await log.recent(Infinity)).to.deep.equal([change(1), change(3)]);
    });

    it('needs no more of an old history than its end', async () => {
      await log.prepare();
      const alerts: AlertChange[] = changes(5000);
      appendFileSync(
        path,
        alerts.map((alert) => `${JSON.stringify(alertObject(alert))}\n`).join(''),
      );
      expect(readFileSync(path).length).to.be.above(1_000_000);
      expect(await log.recent(50)).to.deep.equal(alerts.slice(-50));
    });

    it('survives a restart exactly, whatever its figures', async () => {
      const odd = change(1_767_323_045, {
        kind: 'recovered',
        hits: 7,
        windowSeconds: 1,
        threshold: 0.07,
      });
      await log.prepare();
      await log.deliver(odd);
      expect(await new AlertLog(path).recent(1)).to.deep.equal([odd]);
    });
  });
});
