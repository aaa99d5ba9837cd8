import { lookup as systemLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

import { ChannelFailure } from './channel-failure.ts';

/**
 * Addresses that nobody means to send an alert to, and where a name that an attacker controls could
 * lead: link-local ones (RFC 3927, RFC 4291), which are those of the metadata services of AWS,
 * Azure and GCP too, and the metadata services that live elsewhere.
 */
function guardedAddresses(): BlockList {
  const list = new BlockList();
  list.addSubnet('169.254.0.0', 16, 'ipv4');
  list.addSubnet('fe80::', 10, 'ipv6');
  list.addAddress('fd00:ec2::254', 'ipv6');
  list.addAddress('fd20:ce::254', 'ipv6');
  list.addAddress('100.100.100.200', 'ipv4');
  list.addAddress('192.0.0.192', 'ipv4');
  list.addAddress('168.63.129.16', 'ipv4');
  // The same behind NAT64 (RFC 6052), 6to4 (RFC 3056) and in the form that RFC 4291 gave up; the
  // mapped one, ::ffff:0:0/96, is looked up by Node itself.
  list.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
  list.addSubnet('2002:a9fe::', 32, 'ipv6');
  list.addSubnet('::a9fe:0', 112, 'ipv6');
  return list;
}

const GUARDED = guardedAddresses();

/** Whether the address is link-local or that of a metadata service. */
export function isGuarded(address: string): boolean {
  const [bare = ''] = address.split('%');
  const family = isIP(bare);
  if (family === 0) return false;
  return GUARDED.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Throws a `ChannelFailure` for a host that is such an address itself; names are looked at when
 * they are resolved.
 */
export function refuseGuarded(host: string): void {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  if (isGuarded(bare)) throw guardedFailure(host, bare);
}

/** Finds all addresses of a name, as `lookup` of `node:dns` does. */
export type FindAddresses = (
  host: string,
  options: LookupAllOptions,
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name for the connection that is being made and refuses it if any of its addresses is
 * guarded: to look first and connect later would be to resolve twice.
 */
export function guarding(find: FindAddresses): LookupFunction {
  return (host, options, callback) => {
    find(host, { ...options, all: true }, (error, addresses) => {
      const [first] = error === null ? addresses : [];
      if (first === undefined) {
        callback(error ?? new ChannelFailure(`${host} has no address`), '', 0);
        return;
      }
      const guarded = addresses.find(({ address }) => isGuarded(address));
      if (guarded !== undefined) callback(guardedFailure(host, guarded.address), '', 0);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

export const guardedLookup = guarding(systemLookup);

function guardedFailure(host: string, address: string): ChannelFailure {
  const what = host.includes(address) ? host : `${host} (${address})`;
  return new ChannelFailure(
    `${what} is a link-local address or a metadata service: allow_link_local: true permits it`,
    { isFinal: true },
  );
}
