import { TargetKind } from '../parser/access-record.ts';
import {
  BYTES,
  EXTRAS,
  REASON,
  RECORD_DOUBLES,
  RECORD_INTS,
  type RecordBatch,
  RESPONSE_MICROS,
  SECTION,
  STATUS,
  TARGET_KIND,
  URL,
} from '../parser/record-batch.ts';
import { PARSED } from '../parser/unparsed-reason.ts';
import { NONE } from '../tables/no-key.ts';
import { isServerError } from '../tables/status-table.ts';
import type { KeyTables } from './key-tables.ts';
import type { OriginPrefix } from './origin.ts';
import type { TableName } from './rollup-state.ts';
import type { SectionTimes } from './section-times.ts';

/** Counts sections and URLs of a batch line by line, with the origin put before each. */
export function addTargets(
  batch: RecordBatch,
  origin: OriginPrefix,
  tables: KeyTables<TableName>,
  times: SectionTimes,
): void {
  const { ints, doubles, size } = batch;
  for (let line = 0; line < size; line++) {
    const at = line * RECORD_INTS;
    if (ints[at + REASON] !== PARSED) continue;
    const bytes = doubles[line * RECORD_DOUBLES + BYTES]!; // the batch has its places, as below
    const error = isServerError(ints[at + STATUS]!) ? 1 : 0;
    let block = batch.block;
    let start = ints[at + SECTION]!;
    let sectionEnd = ints[at + SECTION + 1]!;
    let urlEnd = ints[at + URL + 1]!;
    if (ints[at + TARGET_KIND] === TargetKind.none) {
      block = NONE;
      start = 0;
      sectionEnd = urlEnd = NONE.length;
    } else if (origin.applies(batch, line)) {
      origin.write(batch, line);
      ({ block, sectionEnd, urlEnd } = origin);
      start = 0;
    }
    tables.get('sections').add(block, start, sectionEnd, bytes, error);
    tables.get('urls').add(block, start, urlEnd, bytes, error);
    if (ints[at + EXTRAS] !== 1) continue;
    const micros = doubles[line * RECORD_DOUBLES + RESPONSE_MICROS]!;
    if (micros >= 0) times.add(block, start, sectionEnd, micros);
  }
}
