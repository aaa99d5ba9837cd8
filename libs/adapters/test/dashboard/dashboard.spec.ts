import {
  alertEvent,
  ManualClock,
  ManualLiveTraffic,
  ManualTerminal,
  noticeEvent,
  reporterContract,
  SOME_TIME_MS,
  startEvent,
  stopEvent,
} from '@hitwatch/testing';
import { expect } from 'chai';
import sinon from 'sinon';

import { Dashboard } from '../../src/dashboard/dashboard.ts';
import { UNICODE_GLYPHS } from '../../src/dashboard/screen/theme.ts';
import { Zone } from '../../src/text/zone.ts';
import { expectHarmless } from '../text/shown-lines.ts';
import { VtEmulator } from './vt-emulator.ts';

function opened() {
  const terminal = new ManualTerminal();
  const live = new ManualLiveTraffic();
  const clock = new ManualClock();
  let quits = 0;
  const dashboard = new Dashboard({
    ...{ terminal, clock, zone: Zone.utc, glyphs: UNICODE_GLYPHS },
    live: () => live,
    depth: 'none',
    background: 'dark',
    onQuit: () => quits++,
  });
  const emulator = new VtEmulator(80, 24);
  const look = () => {
    emulator.write(terminal.takeWritten());
    return Array.from({ length: emulator.rows }, (_, row) => emulator.rowText(row)).join('\n');
  };
  return { terminal, live, clock, dashboard, emulator, look, quits: () => quits };
}

describe('Dashboard', () => {
  reporterContract(() => {
    const { dashboard, look, emulator } = opened();
    const left = () => {
      look();
      return emulator.main;
    };
    return { reporter: dashboard, left };
  });

  describe('on a terminal', () => {
    let timers: sinon.SinonFakeTimers;
    let seat: ReturnType<typeof opened>;

    beforeEach(() => {
      timers = sinon.useFakeTimers({
        toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
      });
      seat = opened();
      seat.dashboard.report(startEvent());
      pass(100);
    });

    afterEach(() => {
      seat.dashboard.restore();
      timers.restore();
    });

    function pass(ms: number): void {
      seat.clock.advance(ms);
      timers.tick(ms);
    }

    function press(text: string): string {
      seat.terminal.press(text);
      pass(100);
      return seat.look();
    }

    it('shows the first frame at once, and an alert when it comes', () => {
      expect(seat.look()).to.include('● normal').and.include('/pages').and.include('no alert');
      seat.live.set({ alertState: 'high' });
      seat.dashboard.report(alertEvent());
      pass(100);
      expect(seat.look()).to.include('▲ HIGH TRAFFIC').and.include('High traffic generated');
    });

    it('asks for the filter of a row, tells what is wrong with it, and goes back', () => {
      expect(press('\r')).to.include('section /pages › url');
      expect(seat.live.filters).to.deep.equal(['section=/pages']);
      seat.live.problem = 'no such field';
      expect(press('fx\r')).to.include('no such filter: column 1: no such field');
      seat.live.problem = undefined;
      // The line is still open, with the caret where it is wrong, and says so until it is mended.
      expect(press('y')).to.include('filter: ysection=/pagesx').and.not.include('no such');
      press('\x1b');
      press('\x1b');
      expect(seat.live.filters.at(-1)).to.equal('');
    });

    it('stands still while it is paused, and asks for nothing', () => {
      press('p');
      seat.live.set({ silentMs: undefined });
      const asked = seat.live.spans.length;
      pass(5000);
      expect(seat.live.spans).to.have.length(asked);
      expect(seat.look()).to.include('‖ PAUSED').and.include('03:04:05');
      expect(press('p')).to.include('○ waiting').and.include('03:04:10');
    });

    it('draws ten times a second at the most, whatever happens', () => {
      seat.look();
      let frames = 0;
      for (let ms = 0; ms < 1000; ms += 5) {
        seat.terminal.press('t');
        pass(5);
        if (seat.terminal.takeWritten() !== '') frames++;
      }
      expect(frames).to.be.within(5, 11);
    });

    it('skips what a slow line cannot take, and shows how it is when it can', () => {
      seat.terminal.block();
      press('5');
      seat.terminal.takeWritten();
      seat.terminal.press('2');
      pass(2000);
      expect(seat.terminal.takeWritten()).to.equal('');
      seat.terminal.unblock();
      pass(100);
      expect(seat.terminal.takeWritten()).to.include('[');
    });

    it('takes a new size at once', () => {
      seat.look();
      seat.terminal.resize(100, 30);
      seat.emulator.resize(100, 30);
      pass(100);
      expect(seat.look().split('\n')).to.have.length(30);
      expect(seat.emulator.rowText(29)).to.include('q quit');
    });

    it('gives the terminal back for Ctrl+Z, and takes it again', () => {
      press('\x1a');
      expect(seat.terminal.suspensions).to.equal(1);
      expect(seat.emulator.modes.has(1049)).to.be.false;
      pass(5000);
      expect(seat.terminal.takeWritten()).to.equal('');
      seat.terminal.resume();
      pass(100);
      expect(seat.look()).to.include('hitwatch');
      seat.terminal.stopFromOutside();
      seat.look();
      expect(seat.emulator.modes.has(1049)).to.be.false;
      expect(seat.emulator.modes.has(25), 'a cursor').to.be.true;
    });

    it('asks to quit for q, Ctrl+C and a terminal that has gone', () => {
      press('q');
      press('\x03');
      seat.terminal.hangUp();
      expect(seat.quits()).to.equal(3);
    });

    it('leaves what happened behind, and nothing that a terminal obeys', async () => {
      seat.dashboard.report(noticeEvent('\x1b]0;owned\x07 rotated'));
      seat.dashboard.report(alertEvent(SOME_TIME_MS / 1000));
      seat.dashboard.report(stopEvent());
      await seat.dashboard.close();
      seat.look();
      const { main } = seat.emulator;
      expect(main).to.include('rotated').and.include('stopped (user): 1,234 hits');
      expect(main).to.include('High traffic generated an alert - hits = 10.008, triggered at');
      expectHarmless(main.replaceAll('\r\n', '\n'));
      expect(seat.terminal.isOpen).to.be.false;
    });

    it('is restored in a hurry, once, and draws no more', () => {
      seat.look();
      seat.dashboard.restore();
      seat.look();
      expect([...seat.emulator.modes].sort()).to.deep.equal([25, 7]);
      seat.dashboard.restore();
      pass(1000);
      expect(seat.terminal.takeWritten()).to.equal('');
    });

    it('tells where a report was written, or why not', async () => {
      press('w');
      await Promise.resolve();
      pass(100);
      expect(seat.look()).to.include('report written to hitwatch-report.txt');
      seat.live.problem = 'disk full';
      press('w');
      await Promise.resolve();
      await Promise.resolve();
      pass(100);
      expect(seat.look()).to.include('no report was written: disk full');
    });

    it('chooses the row that is clicked, once the mouse is on', () => {
      press('m');
      expect(seat.emulator.modes.has(1006)).to.be.true;
      expect(press('\x1b[<0;5;7M')).to.include('▸/api');
    });
  });
});
