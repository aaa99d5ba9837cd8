import {
  ByteBlock,
  FormatFollower,
  formatNamed,
  Intake,
  Kernel,
  KernelScanner,
  type LineFormat,
  type LineScanner,
  Rollup,
  type TrafficSnapshot,
} from '../../src/index.ts';
import {
  compareReport,
  type ExactLimits,
  Recount,
  SlowLines,
  type Verification,
} from '../../src/oracle/oracle.ts';

const SEED = 5;
const SITE = 'http://my.site.com';
const PATH = 'access.log';
const SECONDS = 1_700_000_000;

export interface Counted {
  readonly octets: Uint8Array;
  readonly intake: Intake;
  readonly traffic: TrafficSnapshot;
  readonly top: number;
}

function newFollower(): FormatFollower {
  const format: LineFormat | undefined = formatNamed('combined');
  return new FormatFollower({ reference: SECONDS }, format && [format]);
}

/** Counts a log as a report does; `spoil` may break what the scanner has found. */
export function countFast(
  log: string,
  { top = 0, blockBytes = 65_536, spoil = (scanner: LineScanner) => scanner } = {},
): Counted {
  const octets = new Uint8Array(Buffer.from(log, 'latin1'));
  const rollup = new Rollup({ seed: SEED, site: SITE });
  const intake = new Intake(spoil(new KernelScanner(new Kernel(SEED), newFollower())), rollup);
  for (let at = 0; at < octets.length; at += blockBytes) {
    intake.push(new ByteBlock(octets.slice(at, at + blockBytes)), at);
  }
  intake.finish();
  return { octets, intake, traffic: rollup.snapshot(top), top };
}

/** Recounts it and compares. */
export function verify(
  { octets, intake, traffic, top }: Counted,
  { pieceBytes = 40_000, limits }: { pieceBytes?: number; limits?: ExactLimits } = {},
): Verification {
  const timedSections = new Set(traffic.tables.sections.rows.map(({ key }) => key));
  const recount = new Recount({ site: SITE, timedSections, ...(limits ? { limits } : {}) });
  const file = recount.file(PATH, new SlowLines(newFollower()));
  for (let at = 0; at < octets.length; at += pieceBytes) {
    file.push(octets.subarray(at, at + pieceBytes));
  }
  file.finish();
  const lines = intake.account.lines.snapshot();
  return compareReport(
    { files: [{ path: PATH, lines, bytes: octets.length }], traffic, top },
    recount,
  );
}
