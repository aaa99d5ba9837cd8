import { Writable } from 'node:stream';

import { NdjsonReporter, Output, plainStyle } from '@hitwatch/adapters';
import { WatchReporter } from '@hitwatch/adapters/views';
import { FormatFollower, highTrafficRule, PlainScanner, RecordBatch } from '@hitwatch/domain';
import type { MonitorEvent, Reporter } from '@hitwatch/ports';
import {
  FixedHistory,
  ManualClock,
  RecordingSink,
  ScriptedSource,
  type ScriptStep,
} from '@hitwatch/testing';

import { Monitor } from '../../src/monitor.ts';
import { readOptions } from '../../src/options.ts';
import { parseWatch, type WatchObject } from '../documents.ts';
import type { Moment, Story } from './story.ts';

const WIDTH_CELLS = 80;

interface Written {
  /** Since the story's clock. */
  readonly atMs: number;
  readonly content: string;
}

/** What came of a story: all that was written, and when. */
export class Telling {
  readonly text: readonly Written[];
  readonly objects: readonly { readonly atMs: number; readonly object: WatchObject }[];
  readonly delivered: RecordingSink['delivered'];

  constructor(
    text: readonly Written[],
    ndjson: readonly Written[],
    delivered: RecordingSink['delivered'],
  ) {
    this.text = text;
    this.objects = ndjson.flatMap(({ atMs, content }) =>
      parseWatch(content).map((object) => ({ atMs, object })),
    );
    this.delivered = delivered;
  }

  /** The lines of text that were written at an instant, without the blanks at their ends. */
  textAt(atMs: number): readonly string[] {
    const contents = this.text.filter((written) => written.atMs === atMs);
    const lines = contents
      .map(({ content }) => content)
      .join('')
      .split('\n');
    return lines.slice(0, -1).map((line) => line.trimEnd());
  }

  objectsAt(atMs: number): readonly WatchObject[] {
    return this.objects.filter((written) => written.atMs === atMs).map(({ object }) => object);
  }
}

/** Runs a story through the real monitor; it is seen by both reporters at once. */
export async function tell(story: Story): Promise<Telling> {
  const options = readOptions([...story.args, '--timezone', 'utc']);
  if (options.command !== 'watch') throw new Error('only watch has a story');
  const { files, threshold, windowSeconds, everyMs, top, site } = options;
  const clock = new ManualClock(story.startMs);
  const text: Written[] = [];
  const ndjson: Written[] = [];
  const sinceStart = () => clock.nowMs() - story.startMs;
  const reporter = new Both(
    new WatchReporter({
      output: new Output(recordInto(text, sinceStart)),
      style: plainStyle,
      zone: options.zone,
      width: () => WIDTH_CELLS,
    }),
    new NdjsonReporter(new Output(recordInto(ndjson, sinceStart))),
  );
  const sink = new RecordingSink();
  const [first = ''] = files;
  const source = new ScriptedSource(
    clock,
    story.moments.flatMap((moment) => scripted(moment, first)),
  );
  const monitor = new Monitor(
    {
      files,
      rules: [highTrafficRule(threshold, windowSeconds)],
      everyMs,
      top,
      rollup: { seed: 1, site },
      reading: '',
    },
    {
      clock,
      source,
      reporter,
      sinks: [sink],
      history: new FixedHistory(),
      newScanner: () => new PlainScanner(new FormatFollower({ reference: 0 }), new RecordBatch(1)),
    },
  );
  for (const { atMs, happening } of story.moments) {
    if (happening.kind !== 'stop') continue;
    clock.plan(atMs, () => {
      monitor.stop('user');
    });
  }
  await monitor.run();
  return new Telling(text, ndjson, sink.delivered);
}

function scripted({ atMs, happening }: Moment, firstFile: string): ScriptStep[] {
  switch (happening.kind) {
    case 'lines':
      return [{ atMs, path: happening.file ?? firstFile, text: happening.text }];
    case 'finished':
      return [{ atMs, path: happening.file ?? firstFile, finished: true }];
    case 'notice':
      return [{ atMs, notice: { code: happening.code, message: happening.message } }];
    case 'end':
      return [{ atMs, end: true }];
    case 'stop':
      return [];
  }
}

function recordInto(written: Written[], nowMs: () => number): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      if (chunk !== '') written.push({ atMs: nowMs(), content: chunk });
      done();
    },
  });
}

/** Two reporters that are told the same. */
class Both implements Reporter {
  readonly #reporters: readonly Reporter[];

  constructor(...reporters: readonly Reporter[]) {
    this.#reporters = reporters;
  }

  report(event: MonitorEvent): void {
    for (const reporter of this.#reporters) reporter.report(event);
  }

  async close(): Promise<void> {
    for (const reporter of this.#reporters) await reporter.close();
  }
}
