/** Addresses as candidates name them: bytes and text, each in one form, and which of them reach a phone. */
import { uuidBytes, uuidText } from '../../base/byte-fields';
import type { Candidate } from '../../ports/peer-link';

type Kind = Candidate['kind'];

const IPV4 = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;
const MDNS = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.local$/i;
const IPV6_GROUPS = 8;

/** The bytes of an address; null where `text` is none of that kind. */
export function addressBytes(kind: Kind, text: string): Uint8Array | null {
	if (kind === 'ipv4') {
		const numbers = IPV4.exec(text)?.slice(1).map(Number);
		return numbers?.every((number) => number < 256) ? Uint8Array.from(numbers) : null;
	}
	if (kind === 'mdns') {
		return MDNS.test(text) ? uuidBytes(text.slice(0, -'.local'.length).toLowerCase()) : null;
	}
	const groups = ipv6Groups(text);
	return groups ? Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff])) : null;
}

/** Bytes as the address that browsers read: 4 for IPv4, 16 for the others. */
export function addressText(kind: Kind, bytes: Uint8Array): string {
	if (kind === 'ipv4') return bytes.join('.');
	if (kind === 'ipv6') return ipv6Text(bytes);
	return `${uuidText(bytes)}.local`;
}

/** What no single phone can have: nothing, everybody, reserved. */
export function isNoPhone(kind: Kind, address: string): boolean {
	if (kind === 'mdns') return false;
	const [first = 0] = addressBytes(kind, address) ?? [];
	if (kind === 'ipv4') return first === 0 || first >= 224;
	return address === '::' || first === 0xff;
}

export function isLoopback({ kind, address }: Candidate): boolean {
	return kind === 'ipv4' ? address.startsWith('127.') : address === '::1';
}

/**
 * Those that most likely reach a phone come first: IPv4, names of mDNS, IPv6. Within IPv4 and IPv6 the address that a
 * network gave goes before the one that a phone gave itself; a link-local one of IPv6 wants a zone that only its own
 * phone can name.
 */
export function reachOrder({ kind, address }: Candidate): number {
	if (kind === 'ipv4') return address.startsWith('169.254.') ? 1 : 0;
	if (kind === 'mdns') return 2;
	return /^fe[89ab]/.test(address) ? 4 : 3;
}

/** RFC 4291, 2.2, without dotted ends and zones: browsers write neither. */
function ipv6Groups(text: string): number[] | null {
	const halves = text.split('::');
	if (halves.length > 2) return null;
	const [left = [], right] = halves.map((half) => (half === '' ? [] : half.split(':')));
	const written = [...left, ...(right ?? [])];
	if (!written.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
	const missing = IPV6_GROUPS - written.length;
	if (right ? missing < 1 : missing !== 0) return null;
	return [...left, ...Array<string>(missing).fill('0'), ...(right ?? [])].map((group) => parseInt(group, 16));
}

/** RFC 5952: the longest run of zeros, of two groups at least, is left out. */
function ipv6Text(bytes: Uint8Array): string {
	const groups = Array.from({ length: IPV6_GROUPS }, (_, index) =>
		(((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16)
	);
	let run = { from: 0, length: 1 };
	for (let from = 0; from < IPV6_GROUPS; from += 1) {
		const end = groups.findIndex((group, index) => index >= from && group !== '0');
		const length = (end === -1 ? IPV6_GROUPS : end) - from;
		if (length > run.length) run = { from, length };
	}
	if (run.length < 2) return groups.join(':');
	return `${groups.slice(0, run.from).join(':')}::${groups.slice(run.from + run.length).join(':')}`;
}
