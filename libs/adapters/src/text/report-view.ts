import type { TrafficReport } from '../json/documents.ts';
import { fit, flow } from './columns.ts';
import { fileLines } from './file-view.ts';
import { grouped, percent, shortBytes, shortDuration, shortRate } from './numbers.ts';
import { sanitize } from './sanitize.ts';
import {
  extraLines,
  mixLines,
  proofLines,
  quantileLines,
  tableLines,
  type View,
  visitorsText,
} from './traffic-view.ts';
import type { Zone } from './zone.ts';

const EXAMPLES_SHOWN = 5;

/** `report --output text`: the totals of some logs on a page. */
export function reportText(report: TrafficReport, top: number, zone: Zone, view: View): string {
  const { traffic, files } = report;
  const { style } = view;
  const lines: string[] = [];
  if (traffic.span) {
    const { first, last } = traffic.span;
    const seconds = last - first + 1;
    const peak = traffic.peak
      ? `, peak ${grouped(traffic.peak.hits)}/s at ${zone.timestamp(traffic.peak.second)}`
      : '';
    const errors = `${percent(traffic.errors, traffic.hits)} errors`;
    lines.push(
      ...flow(
        [
          style.bold(`${grouped(traffic.hits)} hits`),
          shortBytes(traffic.bytes),
          visitorsText(traffic.visitors),
          traffic.errors > 0 ? style.bad(errors) : 'no errors',
        ],
        '   ',
        view.width,
      ),
      `  ${zone.timestamp(first)} to ${zone.timestamp(last)} (${shortDuration(seconds * 1000)})`,
      `  mean ${shortRate(traffic.hits / seconds)}/s${peak}`,
      ...mixLines(traffic, view),
      ...quantileLines(traffic, view),
      ...extraLines(traffic, view),
      '',
      ...tableLines(traffic, top === 0 ? 0 : Math.max(3, Math.ceil(top / 2)), view),
      '',
    );
  } else {
    lines.push('  no hits', '');
  }
  lines.push(...proofLines(traffic.lines, view));
  if (files.length > 1) lines.push('', ...fileLines(files, view));
  lines.push(...exampleLines(report, view));
  return `${lines.join('\n')}\n`;
}

function exampleLines({ files }: TrafficReport, { style, width }: View): string[] {
  const examples = files.flatMap((file) =>
    file.examples.map((example) => ({ path: file.path, ...example })),
  );
  const lines = examples.slice(0, EXAMPLES_SHOWN).map(({ path, reason, offset, text }) => {
    const name = fit(sanitize(path), Math.floor(width / 2));
    const where = `${name} at byte ${grouped(offset)}, ${reason}:`;
    return fit(`    ${where} ${sanitize(text)}`, width);
  });
  return lines.length === 0
    ? []
    : ['', '  first unparsed lines:', ...lines].map((line) => style.dim(line));
}
