import { NUMBERS_END, SIZE_BINS_AT, SIZES_AT, STATUS_BYTES_AT, STATUS_HITS_AT } from './memory';

const MIN: i32 = 0;
const MAX: i32 = 8;

// As the domain's DDSketch has them.
const STEPS: u32 = 64;
const STEP_BITS: u32 = 6;
const WORD_MAX: u64 = 0xffffffff;
const WORD_SHIFT: u32 = 21;
const VALUE_MAX: f64 = 9007199254740991;

export function statusHitsAt(): i32 {
  return STATUS_HITS_AT;
}

export function statusBytesAt(): i32 {
  return STATUS_BYTES_AT;
}

export function sizeBinsAt(): i32 {
  return SIZE_BINS_AT;
}

export function sizesAt(): i32 {
  return SIZES_AT;
}

export function clearNumbers(): void {
  memory.fill(STATUS_HITS_AT, 0, NUMBERS_END - STATUS_HITS_AT);
  store<f64>(SIZES_AT, Infinity, MIN);
  store<f64>(SIZES_AT, -Infinity, MAX);
}

/** Counts a hit by its status, and the size of its response. */
export function countNumbers(status: i32, bytes: f64): void {
  const hits = STATUS_HITS_AT + (status << 3);
  store<f64>(hits, load<f64>(hits) + 1);
  const sum = STATUS_BYTES_AT + (status << 3);
  store<f64>(sum, load<f64>(sum) + bytes);
  const whole = wholeOf(bytes);
  const bin = SIZE_BINS_AT + (binOf(whole) << 3);
  store<f64>(bin, load<f64>(bin) + 1);
  store<f64>(SIZES_AT, min<f64>(load<f64>(SIZES_AT, MIN), <f64>whole), MIN);
  store<f64>(SIZES_AT, max<f64>(load<f64>(SIZES_AT, MAX), <f64>whole), MAX);
}

function wholeOf(value: f64): u64 {
  if (!(value < VALUE_MAX)) return <u64>VALUE_MAX;
  const whole = <u64>value;
  return value - <f64>whole >= 0.5 ? whole + 1 : whole;
}

function binOf(whole: u64): u32 {
  if (whole > WORD_MAX) return binOfWord(<u32>(whole >> WORD_SHIFT)) + WORD_SHIFT * STEPS;
  return binOfWord(<u32>whole);
}

function binOfWord(word: u32): u32 {
  const cut = 31 - STEP_BITS - clz<u32>(word | STEPS);
  return cut * STEPS + (word >> cut);
}
