import {
  type Amend,
  type ByteBlock,
  FormatFollower,
  Kernel,
  type KeyCombiner,
  kernelPlanOf,
  KernelScanner,
  type LineFormat,
  type LineScanner,
  PlainScanner,
  RecordBatch,
  TrustedProxies,
} from '@hitwatch/domain';

import { chosenFormat, type FormatChoice } from './formats.ts';

/** A stream of lines that is to be scanned. */
export interface ScannedLog {
  readonly path: string;
  /** Epoch seconds not long before its end, for times without a year. */
  readonly reference: number;
  /** The first lines of the file, for a part of it that begins elsewhere. */
  readonly head?: () => ByteBlock | undefined;
}

/** Makes a scanner for a stream of its own; those of one factory are used one at a time. */
export type ScannerFactory = (log: ScannedLog) => LineScanner;

/** Formats of which the kernel takes lines. */
const KERNEL_FORMATS = ['common', 'combined', 'vhost_common', 'vhost_combined'];

/** A parser for a stream of its own: parsers remember what the stream was before. */
export function newParser(choice: FormatChoice, log: ScannedLog): FormatFollower {
  return parserOf(chosenFormat(choice, log.path), log);
}

function parserOf(format: LineFormat | undefined, { reference, head }: ScannedLog): FormatFollower {
  return new FormatFollower({ reference }, format && [format], head);
}

/** `seed` is that of the tables that count what is scanned. */
export function scannerFactory(seed: number, choice: FormatChoice): ScannerFactory {
  const kernel = newKernel(seed);
  const batch = kernel?.batch ?? new RecordBatch(seed);
  const amend = amendOf(choice);
  return (log) => {
    const format = chosenFormat(choice, log.path);
    const parser = parserOf(format, log);
    // The kernel does not keep the X-Forwarded-For that a definition may have.
    const plan = format?.plan && amend === undefined ? kernelPlanOf(format.plan) : undefined;
    const isKernels = format === undefined || KERNEL_FORMATS.includes(format.name);
    if (kernel !== undefined && (isKernels || plan !== undefined)) {
      return new KernelScanner(kernel, parser, { amend }, plan);
    }
    return new PlainScanner(parser, batch, { amend });
  };
}

/** What puts together what other threads have counted, with the same seed. */
export function newCombiner(seed: number): KeyCombiner {
  const batch = newKernel(seed)?.batch ?? new RecordBatch(seed);
  return batch.combiner;
}

/** What trusted proxies say of the client of a record, or undefined when none is trusted. */
export function amendOf({ trustedProxies: networks = [] }: FormatChoice): Amend | undefined {
  if (networks.length === 0) return undefined;
  const proxies = new TrustedProxies(networks);
  return (record) => {
    proxies.apply(record);
  };
}

/** Undefined where there is no WebAssembly, as in `node --jitless`: all works, only slower. */
function newKernel(seed: number): Kernel | undefined {
  try {
    return new Kernel(seed);
  } catch {
    return undefined;
  }
}
