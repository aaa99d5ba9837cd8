import type { AlertChange, Clock } from '@hitwatch/domain';
import type {
  FilterProblem,
  LiveTraffic,
  MonitorEvent,
  Reporter,
  StopEvent,
  Terminal,
} from '@hitwatch/ports';

import type { Zone } from '../text/zone.ts';
import { farewell } from './farewell.ts';
import { FramePacer } from './frame-pacer.ts';
import { Keyboard } from './keyboard.ts';
import type { DashboardModel, ToldNotice } from './model/dashboard-model.ts';
import { modelOf } from './model/model-of.ts';
import { shownKeys } from './model/panel-rows.ts';
import type { Frame } from './screen/frame.ts';
import { openPanels, screen, screenLayout } from './screen/screen.ts';
import type { Glyphs } from './screen/theme.ts';
import { type Background, type ColourDepth, type Palette, paletteOf } from './terminal/palette.ts';
import { TerminalScreen } from './terminal/terminal-screen.ts';
import {
  choose,
  type InputEvent,
  type Intent,
  reduce,
  reopened,
  type Surface,
} from './view/reduce.ts';
import { FIRST_VIEW, type ViewState } from './view/view-state.ts';

/** How often figures are looked at when nobody presses a key: calm to read, and cheap. */
const REFRESH_MS = 1000;
const ALERTS_MAX = 1000;
const NOTICES_MAX = 50;

export interface DashboardOptions {
  readonly terminal: Terminal;
  /** Asked from the first `start` on; a function, for who counts needs this reporter first. */
  readonly live: () => LiveTraffic;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly glyphs: Glyphs;
  readonly depth: ColourDepth;
  readonly background: Background;
  /** Somebody wants to end the run: `q`, Ctrl+C, or a terminal that has gone. */
  readonly onQuit: () => void;
}

/** `watch` on a terminal: a full screen that a person can look around in. */
export class Dashboard implements Reporter {
  readonly #options: DashboardOptions;
  readonly #screen: TerminalScreen;
  readonly #palettes: Readonly<Record<Background, Palette>>;
  readonly #keyboard = new Keyboard((event) => {
    this.#take(event);
  });
  readonly #pacer: FramePacer;
  readonly #notices: ToldNotice[] = [];
  readonly #ofThisRun: AlertChange[] = [];
  #alerts: readonly AlertChange[] = [];
  #start: Extract<MonitorEvent, { kind: 'start' }> | undefined;
  #stop: StopEvent | undefined;
  #startedMs = 0;
  #view: ViewState;
  #model: DashboardModel | undefined;
  #shown: Frame | undefined;
  #filterProblem: FilterProblem | undefined;
  #refreshing: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: DashboardOptions) {
    this.#options = options;
    this.#screen = new TerminalScreen(options.terminal);
    this.#pacer = new FramePacer(options.clock, () => {
      this.#draw();
    });
    const { depth, background } = options;
    this.#view = { ...FIRST_VIEW, background };
    this.#palettes = { dark: paletteOf(depth, 'dark'), light: paletteOf(depth, 'light') };
  }

  report(event: MonitorEvent): void {
    switch (event.kind) {
      case 'start':
        this.#start = event;
        this.#alerts = event.history;
        this.#open();
        break;
      case 'interval':
        break;
      case 'alert':
        this.#ofThisRun.push(event.change);
        this.#alerts = [...this.#alerts, event.change].slice(-ALERTS_MAX);
        break;
      case 'notice':
        this.#tell(event.notice.message);
        break;
      case 'stop':
        this.#stop = event;
    }
    this.#refreshSoon();
  }

  /** Gives the terminal back and leaves on it what happened. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { terminal, zone } = this.#options;
    this.#silence();
    this.#screen.leave();
    const told = {
      notices: this.#notices.map(({ message }) => message),
      alerts: this.#ofThisRun,
      stop: this.#stop,
    };
    const text = farewell(told, zone, terminal.size.columns);
    if (text !== '') terminal.write(text);
    await terminal.flush();
    terminal.close();
  }

  /** For whoever ends the process in a hurry: the terminal is as it was when this returns. */
  restore(): void {
    this.#isClosed = true;
    this.#silence();
    this.#screen.leaveNow();
    this.#options.terminal.close();
  }

  #open(): void {
    const { terminal, clock } = this.#options;
    this.#startedMs = clock.nowMs();
    terminal.open({
      input: (bytes) => {
        this.#keyboard.push(bytes);
      },
      resized: () => {
        this.#screen.forget();
        this.#drawSoon();
      },
      drained: () => {
        this.#screen.drained();
        this.#drawSoon();
      },
      suspending: () => {
        this.#rest();
      },
      resumed: () => {
        this.#wakeUp();
      },
      gone: () => {
        this.#options.onQuit();
      },
    });
    this.#wakeUp();
  }

  #wakeUp(): void {
    if (this.#isClosed) return;
    this.#screen.enter();
    this.#screen.forget();
    this.#refreshing ??= setInterval(() => {
      this.#refreshSoon();
    }, REFRESH_MS);
    this.#refreshSoon();
  }

  /** Leaves the terminal to somebody else for a while. */
  #rest(): void {
    this.#silence();
    this.#screen.leave();
  }

  #silence(): void {
    clearInterval(this.#refreshing);
    this.#refreshing = undefined;
    this.#pacer.stop();
    this.#keyboard.forget();
  }

  #tell(message: string): void {
    this.#notices.push({ atMs: this.#options.clock.nowMs(), message });
    if (this.#notices.length > NOTICES_MAX) this.#notices.shift();
  }

  /** Lets the next frame show figures of now; a screen that is paused keeps those it has. */
  #refreshSoon(): void {
    if (!this.#view.isPaused) this.#model = undefined;
    this.#drawSoon();
  }

  #drawSoon(isForKey = false): void {
    if (!this.#isClosed && this.#screen.isEntered) this.#pacer.soon(isForKey);
  }

  #draw(): void {
    const { terminal, glyphs } = this.#options;
    if (!this.#screen.isReady) return; // `drained` asks again
    const model = this.#pull();
    if (model === undefined) return;
    this.#pacer.drawn();
    const frame = screen(model, this.#view, terminal.size, glyphs);
    if (this.#screen.draw(frame, this.#palettes[this.#view.background])) this.#shown = frame;
  }

  /** The model of now, or that of before while nothing has been asked for anew. */
  #pull(): DashboardModel | undefined {
    const { zone, live, clock } = this.#options;
    if (this.#start === undefined) return undefined;
    if (this.#model !== undefined) return this.#model;
    this.#model = modelOf(live(), this.#start, this.#view.span, {
      zone,
      startedMs: this.#startedMs,
      nowMs: clock.nowMs(),
      alerts: this.#alerts,
      notices: [...this.#notices],
      filterProblem: this.#filterProblem,
    });
    return this.#model;
  }

  #take(event: InputEvent): void {
    const model = this.#pull();
    if (model === undefined || this.#isClosed) return;
    const before = this.#view;
    if (this.#filterProblem !== undefined && !this.#view.isPaused) this.#model = undefined;
    this.#filterProblem = undefined;
    const { view, intent } = reduce(before, event, this.#surface(model));
    this.#view = event.kind === 'mouse' && event.action === 'press' ? this.#clicked(event) : view;
    this.#screen.useMouse(view.hasMouse);
    if (intent !== undefined) this.#obey(intent, before);
    // A span that is chosen while the screen is paused is still one of now: there is no other.
    if (view.span !== before.span || intent?.kind === 'filter') this.#model = undefined;
    if (!view.isPaused && before.isPaused) this.#model = undefined;
    this.#drawSoon(true);
  }

  #surface(model: DashboardModel): Surface {
    const { main } = screenLayout(model, this.#view, this.#options.terminal.size);
    return {
      keys: shownKeys(model, this.#view.panel, this.#view),
      pageRows: Math.max(1, main.rows - 2),
      alerts: model.alerts.length,
      panels: openPanels(model),
    };
  }

  #clicked({ row, column }: Extract<InputEvent, { kind: 'mouse' }>): ViewState {
    const model = this.#model;
    const target = this.#shown?.targetAt(row, column);
    if (target === undefined || model === undefined || this.#view.page !== 'panels') {
      return this.#view;
    }
    const index = target.first + row - target.top;
    // What is beside the open panel is shown as it is before anything is chosen in it.
    const asShown = target.panel === this.#view.panel ? this.#view : FIRST_VIEW;
    const key = shownKeys(model, target.panel, asShown)[index];
    return key === undefined ? this.#view : choose(this.#view, target.panel, index, key);
  }

  #obey(intent: Intent, before: ViewState): void {
    switch (intent.kind) {
      case 'quit':
        this.#options.onQuit();
        break;
      case 'suspend':
        this.#rest();
        this.#options.terminal.suspend();
        break;
      case 'redraw':
        this.#screen.forget();
        break;
      case 'filter':
        this.#filterProblem = this.#options.live().filter(intent.text);
        if (this.#filterProblem !== undefined)
          this.#view = reopened(before, this.#filterProblem.column);
        break;
      case 'write-report':
        void this.#writeReport();
    }
  }

  async #writeReport(): Promise<void> {
    try {
      this.#tell(`report written to ${await this.#options.live().writeReport()}`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#tell(`no report was written: ${message}`);
    }
    this.#model = undefined;
    this.#drawSoon();
  }
}
