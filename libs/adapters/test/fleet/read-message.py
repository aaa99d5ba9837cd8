"""Reads a message of a fleet without any library, as docs/fleet-wire.md describes it.

Prints what it holds as JSON, bytes as hexadecimal, and the visitors' registers that are set.
"""
import json
import struct
import sys


def read(data, at):
    octet = data[at]
    at += 1
    if octet <= 0x7F:
        return octet, at
    if octet >= 0xE0:
        return octet - 256, at
    if octet <= 0x8F:
        return read_map(data, at, octet & 15)
    if octet <= 0x9F:
        return read_array(data, at, octet & 15)
    if octet <= 0xBF:
        return read_text(data, at, octet & 31)
    simple = {0xC0: None, 0xC2: False, 0xC3: True}
    if octet in simple:
        return simple[octet], at
    numbers = {0xCA: '>f', 0xCB: '>d', 0xCC: '>B', 0xCD: '>H', 0xCE: '>I', 0xCF: '>Q',
               0xD0: '>b', 0xD1: '>h', 0xD2: '>i', 0xD3: '>q'}
    if octet in numbers:
        value = struct.unpack_from(numbers[octet], data, at)[0]
        at += struct.calcsize(numbers[octet])
        return (int(value) if isinstance(value, float) and value.is_integer() else value), at
    sizes = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4, 0xDC: 2, 0xDD: 4, 0xDE: 2, 0xDF: 4}
    width = sizes[octet]
    size = int.from_bytes(data[at:at + width], 'big')
    at += width
    if octet <= 0xC6:
        return data[at:at + size], at + size
    if octet <= 0xDB:
        return read_text(data, at, size)
    return (read_array if octet <= 0xDD else read_map)(data, at, size)


def read_text(data, at, size):
    return data[at:at + size].decode(), at + size


def read_array(data, at, size):
    values = []
    for _ in range(size):
        value, at = read(data, at)
        values.append(value)
    return values, at


def read_map(data, at, size):
    entries = {}
    for _ in range(size):
        key, at = read(data, at)
        entries[key], at = read(data, at)
    return entries, at


def registers(data):
    found = {}
    if data[0] == 1:
        for index in range(4096):
            bit = index * 6
            word = int.from_bytes(data[1 + bit // 8:3 + bit // 8], 'little')
            rank = (word >> (bit % 8)) & 63
            if rank:
                found[index] = rank
        return found
    index, at = -1, 1
    while at < len(data):
        value = shift = 0
        while True:
            octet = data[at]
            at += 1
            value |= (octet & 127) << shift
            shift += 7
            if octet < 128:
                break
        index += (value >> 6) + 1
        found[index] = value & 63
    return found


data = sys.stdin.buffer.read()
message, end = read(data, 0)
assert end == len(data)
for rollup in message['rs']:
    rollup['registers'] = registers(rollup['vi'])
print(json.dumps(message, default=lambda raw: raw.hex()))
