import type { FileSystem } from '@hitwatch/ports';
import { FaultyFileSystem, ManualClock, ManualSleeper } from '@hitwatch/testing';
import { FileTailer, FollowedFile, NodeFileSystem } from '../../src/index.ts';
import { TemporaryFolder } from '../files/temporary-folder.ts';
import { type Checkpoint, Counting } from './counting.ts';
import { Random } from './random.ts';
import { type Life, RotatedServer, type RotationScheme } from './rotated-server.ts';

const STEPS_MIN = 10;
const STEPS_MAX = 60;
/** Longer than a rotated file is watched for late lines. */
const GIVEN_UP_MS = 11_000;

const STEPS = {
  lines: 30,
  half: 10,
  late: 6,
  look: 16,
  glance: 8,
  pass: 8,
  renameAndCreate: 8,
  rename: 4,
  copyTruncate: 8,
  truncate: 1,
  remove: 1,
  folder: 2,
  forbid: 2,
  permit: 4,
  stop: 3,
  kill: 3,
  start: 12,
  checkpoint: 8,
  many: 1,
  restarts: 1,
} as const;

export interface StoryEnd {
  /** What was done, in order. */
  readonly steps: readonly string[];
  /** What is wrong with the counts; empty when they are right. */
  readonly faults: readonly string[];
  readonly lines: number;
  /** Lines that nobody could have counted. */
  readonly lost: number;
}

/**
 * A log that is written, rotated, truncated, forbidden and so on in an order that follows from the
 * seed, while a follower is stopped, killed and started again.
 */
export class RotationStory {
  readonly steps: string[] = [];
  readonly #random: Random;
  readonly #folder = new TemporaryFolder();
  readonly #clock = new ManualClock();
  readonly #files: FaultyFileSystem;
  readonly #server: RotatedServer;
  readonly #scheme: RotationScheme;
  #source: FileTailer | undefined;
  #counting = new Counting();
  #checkpoint: Checkpoint = { counted: new Map(), marks: [] };
  /** Numbers that may be missing, since their file went before anybody could look. */
  readonly #mayMiss = new Set<number>();
  #goneSeen = 0;

  constructor(seed: number, files: FileSystem = new NodeFileSystem()) {
    this.#random = new Random(seed);
    this.#files = new FaultyFileSystem(files);
    this.#scheme = {
      names: this.#random.weighted({ numbers: 1, dates: 1 }),
      pack: this.#random.weighted({ never: 1, 'at once': 1, later: 1 }),
      keep: Number(this.#random.weighted({ 2: 1, 5: 1, 100: 4 })),
    };
    this.#server = new RotatedServer(this.#folder.join('access.log'), this.#clock, this.#scheme);
    this.steps.push(Object.values(this.#scheme).join(' '));
  }

  async run(): Promise<StoryEnd> {
    try {
      this.#start();
      await this.#look();
      this.#keep();
      const steps = STEPS_MIN + this.#random.below(STEPS_MAX - STEPS_MIN);
      for (let step = 0; step < steps; step++) {
        const what = this.#random.weighted(STEPS);
        this.steps.push(what);
        await this.#take(what);
        this.#noteGone();
      }
      this.#files.mend();
      if (this.#server.isFolder) this.#server.toggleFolder();
      this.#start();
      await this.#look();
      this.#clock.advance(GIVEN_UP_MS);
      await this.#look();
      this.#clock.advance(GIVEN_UP_MS);
      await this.#look();
      const faults = this.#faults();
      await this.#source?.close();
      if (this.#files.openFiles > 0) faults.push(`${this.#files.openFiles} files are still open`);
      const lines = this.#server.lines.size;
      return { steps: this.steps, faults, lines, lost: this.#mayMiss.size };
    } finally {
      await this.#source?.close();
      this.#server.close();
      this.#folder.remove();
    }
  }

  async #take(what: keyof typeof STEPS): Promise<void> {
    const [server, random, path] = [this.#server, this.#random, this.#server.path];
    switch (what) {
      case 'lines':
        if (!server.isFolder) server.writeLines(1 + random.below(random.chance(0.05) ? 4000 : 6));
        break;
      case 'half':
        if (!server.isFolder) server.writeHalf();
        break;
      case 'late':
        server.writeLate();
        break;
      case 'look':
        await this.#look();
        break;
      case 'glance':
        await this.#glance();
        break;
      case 'pass':
        this.#clock.advance(1 + random.below(4000));
        break;
      case 'renameAndCreate':
      case 'rename':
        server.rename(what === 'renameAndCreate');
        break;
      case 'copyTruncate':
      case 'truncate':
      case 'remove':
        server[what]();
        break;
      case 'many':
        this.#rotateOften();
        break;
      case 'restarts':
        for (let times = 1 + random.below(6); times > 0; times--) await this.#restart();
        break;
      case 'folder':
        server.toggleFolder();
        break;
      case 'forbid':
        for (const call of ['open', 'statusAt'] as const) {
          this.#files.fail({ code: 'EACCES', calls: [call], path });
        }
        break;
      case 'permit':
        this.#files.mend();
        break;
      case 'checkpoint':
        this.#keep();
        break;
      case 'start':
        this.#start();
        break;
      case 'stop':
        this.#keep();
        await this.#end();
        break;
      case 'kill':
        await this.#kill();
        break;
    }
  }

  /** Runs for some looks, and is killed. */
  async #restart(): Promise<void> {
    this.#start();
    for (let looks = this.#random.below(12); looks > 0; looks--) {
      await this.#glance();
      if (this.#random.chance(0.3)) this.#keep();
    }
    await this.#kill();
  }

  async #kill(): Promise<void> {
    await this.#end();
    this.#counting = new Counting(this.#checkpoint);
    this.#missGone();
  }

  /** More often than a search opens files at once. */
  #rotateOften(): void {
    if (this.#server.isFolder) return;
    // Nobody waits for late lines of a file with so many behind it.
    this.#server.letGo();
    const copies = this.#random.chance(0.5);
    for (let times = 10 + this.#random.below(30); times > 0; times--) {
      this.#server.writeLines(1 + this.#random.below(3));
      if (copies) this.#server.copyTruncate();
      else this.#server.rename(true);
    }
  }

  #start(): void {
    if (this.#source !== undefined) return;
    const { marks } = this.#checkpoint;
    this.#counting = new Counting(this.#checkpoint);
    let streams = 0;
    const sleeper = new ManualSleeper(this.#clock);
    const followed = new FollowedFile({
      path: this.#server.path,
      files: this.#files,
      clock: this.#clock,
      nextStreamId: () => streams++,
      findStart: () => 0,
      resume: marks,
      onReady: () => undefined,
    });
    this.#source = new FileTailer([followed], this.#clock, sleeper);
  }

  async #end(): Promise<void> {
    await this.#source?.close();
    this.#source = undefined;
  }

  #keep(): void {
    if (this.#source === undefined) return;
    this.#checkpoint = this.#counting.checkpoint(this.#source.marks());
  }

  async #look(): Promise<void> {
    if (this.#source === undefined) return;
    await this.#counting.pull(this.#source, this.#clock.nowMs() + 200);
  }

  async #glance(): Promise<void> {
    const event = await this.#source?.next(this.#clock.nowMs());
    if (event !== undefined) this.#counting.take(event);
  }

  /** Of a file that has gone, what was not counted before may be missing. */
  #noteGone(): void {
    const gone = this.#server.gone.slice(this.#goneSeen);
    this.#goneSeen = this.#server.gone.length;
    for (const life of gone) this.#miss(life);
  }

  #missGone(): void {
    for (const life of this.#server.gone) this.#miss(life);
  }

  #miss({ numbers }: Life): void {
    for (const number of numbers) {
      if (!this.#counting.counted.has(number)) this.#mayMiss.add(number);
    }
  }

  #faults(): string[] {
    const faults: string[] = [];
    const half = this.#server.life?.half;
    for (const [number, text] of this.#server.lines) {
      const texts = this.#counting.counted.get(number) ?? [];
      if (texts.length > 1) faults.push(`line ${number} is counted ${texts.length} times`);
      else if (texts.length === 0) {
        if (number !== half && !this.#mayMiss.has(number)) faults.push(`line ${number} is missing`);
      } else if (texts[0] !== text && !this.#mayMiss.has(number)) {
        faults.push(`line ${number} is ${texts[0] ?? ''} in place of ${text}`);
      }
    }
    for (const number of this.#counting.counted.keys()) {
      if (!this.#server.lines.has(number)) faults.push(`line ${number} was never written`);
    }
    return faults;
  }
}
