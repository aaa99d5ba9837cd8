import {
  ClfLines,
  Kernel,
  KernelScanner,
  LINE_BYTES_MAX,
  type LineScanner,
  PlainScanner,
  RecordBatch,
} from '../src/index.ts';

/** Line by line, with the plain parser. */
export function plainScanner(seed: number, lineBytesMax = LINE_BYTES_MAX): LineScanner {
  return new PlainScanner(new ClfLines(), new RecordBatch(seed), { lineBytesMax });
}

export function kernelScanner(seed: number, lineBytesMax = LINE_BYTES_MAX): LineScanner {
  return new KernelScanner(new Kernel(seed), new ClfLines(), { lineBytesMax });
}
