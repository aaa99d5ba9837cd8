/** Whether `length` bytes are the same in two places. Reads up to fifteen bytes beyond. */
export function sameBytes(one: i32, other: i32, length: i32): bool {
  let left = length;
  for (; left >= 16; left -= 16) {
    if (!v128.all_true<i8>(v128.eq<i8>(v128.load(one), v128.load(other)))) return false;
    one += 16;
    other += 16;
  }
  const same = v128.bitmask<i8>(v128.eq<i8>(v128.load(one), v128.load(other)));
  return (~same & ((1 << left) - 1)) == 0;
}
