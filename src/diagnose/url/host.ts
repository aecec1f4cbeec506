/** What kind of place a host is: one that the whole internet can reach, or not. */

export type HostKind = 'public' | 'loopback' | 'private';

export interface Host {
  kind: HostKind;
  /** What it is, as it ends a sentence: `a link-local address`. Empty for a public host. */
  what: string;
  /** As the URL standard writes it: `0x7f.1` is `127.0.0.1`. Without brackets. */
  name: string;
}

type Range = [base: string, bits: number, kind: HostKind, what: string];

/** IANA's IPv4 special-purpose address registry (RFC 6890), narrow ranges before the wide ones. */
const V4: readonly Range[] = [
  ['169.254.169.254', 32, 'private', 'the metadata address of clouds'],
  ['100.100.100.200', 32, 'private', 'the metadata address of a cloud'],
  ['168.63.129.16', 32, 'private', 'a platform address inside Azure'],
  ['0.0.0.0', 32, 'loopback', 'the unspecified address, which means this machine'],
  ['0.0.0.0', 8, 'private', 'an address of "this network"'],
  ['127.0.0.0', 8, 'loopback', 'a loopback address'],
  ['10.0.0.0', 8, 'private', 'a private address'],
  ['172.16.0.0', 12, 'private', 'a private address'],
  ['192.168.0.0', 16, 'private', 'a private address'],
  ['169.254.0.0', 16, 'private', 'a link-local address'],
  ['100.64.0.0', 10, 'private', 'a carrier-grade NAT address'],
  ['192.0.0.0', 24, 'private', 'a reserved address'],
  ['192.0.2.0', 24, 'private', 'a documentation address'],
  ['198.51.100.0', 24, 'private', 'a documentation address'],
  ['203.0.113.0', 24, 'private', 'a documentation address'],
  ['198.18.0.0', 15, 'private', 'a benchmarking address'],
  ['224.0.0.0', 4, 'private', 'a multicast address'],
  ['240.0.0.0', 4, 'private', 'a reserved address'],
];

/** The host of a URL, `hostname` as the URL standard gives it: IPv4 in any spelling is four decimal numbers by then. */
export function hostOf(hostname: string): Host {
  if (hostname.startsWith('[')) return v6Host(hostname.slice(1, -1));
  const name = hostname.toLowerCase().replace(/\.$/, '');
  const v4 = v4Number(name);
  return v4 === null ? { ...namedHost(name), name } : { ...v4Host(v4), name };
}

function namedHost(name: string): Omit<Host, 'name'> {
  if (name === 'localhost' || name.endsWith('.localhost') || name === 'localhost.localdomain') {
    return { kind: 'loopback', what: 'this very machine (RFC 6761)' };
  }
  if (!name.includes('.'))
    return { kind: 'private', what: 'a single word, which only a local network knows' };
  const ending = /\.(local|internal|localdomain|lan|intranet|home\.arpa|test|invalid)$/.exec(name)?.[1];
  return ending === undefined
    ? { kind: 'public', what: '' }
    : { kind: 'private', what: `a name under .${ending}, which the internet does not resolve` };
}

function v4Host(address: number): Omit<Host, 'name'> {
  const range = V4.find(([base, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(address / size) === Math.floor((v4Number(base) ?? 0) / size);
  });
  return range ? { kind: range[2], what: range[3] } : { kind: 'public', what: '' };
}

function v6Host(name: string): Host {
  const groups = v6Groups(name);
  const [a = 0, b = 0] = groups;
  const inner = v4Inside(groups);
  if (inner !== null) {
    const host = v4Host(inner);
    const address = [24, 16, 8, 0].map((shift) => (inner >>> shift) & 255).join('.');
    return host.kind === 'public'
      ? { ...host, name }
      : { kind: host.kind, what: `${address} written as IPv6, ${host.what}`, name };
  }
  const is = (kind: HostKind, what: string): Host => ({ kind, what, name });
  if (groups.slice(0, 7).every((group) => group === 0)) {
    return groups[7] === 1 ? is('loopback', 'a loopback address') : is('loopback', 'the unspecified address');
  }
  if (a === 0xfd00 && b === 0xec2) return is('private', 'the metadata address of a cloud');
  if ((a & 0xfe00) === 0xfc00) return is('private', 'a private address (unique local, RFC 4193)');
  if ((a & 0xffc0) === 0xfe80) return is('private', 'a link-local address');
  if ((a & 0xffc0) === 0xfec0) return is('private', 'a site-local address');
  if ((a & 0xff00) === 0xff00) return is('private', 'a multicast address');
  if (a === 0x2001 && b === 0xdb8) return is('private', 'a documentation address');
  return is('public', '');
}

/** The IPv4 address inside a mapped (RFC 4291), translated (RFC 6052) or 6to4 (RFC 3056) one, as a number. */
function v4Inside(groups: readonly number[]): number | null {
  const join = (high = 0, low = 0) => high * 65_536 + low;
  const isZero = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  if (isZero(0, 5) && groups[5] === 0xffff) return join(groups[6], groups[7]);
  if (isZero(0, 4) && groups[4] === 0xffff && groups[5] === 0) return join(groups[6], groups[7]);
  // `::a.b.c.d` is deprecated, but some resolvers still take it.
  if (isZero(0, 6) && (groups[6] ?? 0) > 0) return join(groups[6], groups[7]);
  if (groups[0] === 0x64 && groups[1] === 0xff9b && isZero(2, 6)) return join(groups[6], groups[7]);
  return groups[0] === 0x2002 ? join(groups[1], groups[2]) : null;
}

function v6Groups(name: string): number[] {
  const [head = '', tail] = name.split('::');
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const before = read(head);
  if (tail === undefined) return before;
  const after = read(tail);
  return [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
}

function v4Number(name: string): number | null {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) return null;
  return name.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
