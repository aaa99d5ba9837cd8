import {
  ClfParser,
  Kernel,
  KernelScanner,
  type LineParser,
  type LineScanner,
  PlainScanner,
  RecordBatch,
} from '@hitwatch/domain';

/** Makes a scanner for a stream of its own; those of one factory are used one at a time. */
export type ScannerFactory = () => LineScanner;

/** A parser for a stream of its own: parsers remember the day of their last line. */
export function newParser(): LineParser {
  return new ClfParser();
}

/** `seed` is that of the tables that count what is scanned. */
export function scannerFactory(seed: number): ScannerFactory {
  const kernel = newKernel(seed);
  if (kernel !== undefined) return () => new KernelScanner(kernel, newParser());
  const batch = new RecordBatch(seed);
  return () => new PlainScanner(newParser(), batch);
}

/** Undefined where there is no WebAssembly, as in `node --jitless`: all works, only slower. */
function newKernel(seed: number): Kernel | undefined {
  try {
    return new Kernel(seed);
  } catch {
    return undefined;
  }
}
