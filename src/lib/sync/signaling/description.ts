/**
 * What a phone must know of another to connect to it, as 128 bytes (docs/protocol.md, 2) and as a session description
 * that browsers take. A description from elsewhere becomes one by a template into which nothing goes that was not read
 * as an address, a number or characters of ICE's own set.
 */
import { fail, ok, type Result } from '../../base/result';
import type { Candidate, Description } from '../../ports/peer-link';
import { addressBytes, addressText, isLoopback, isNoPhone, reachOrder } from './addresses';

/** However many candidates there are. */
export const DESCRIPTION_BYTES = 128;
const FINGERPRINT_BYTES = 32;
const PORT_BYTES = 2;
/** Time, fingerprint, the two lengths of ufrag and pwd, the number of candidates. */
const FIXED_BYTES = 4 + FINGERPRINT_BYTES + 3;
const UFRAG = /^[A-Za-z0-9+/]{4,32}$/;
const PWD = /^[A-Za-z0-9+/]{22,64}$/;
const LAST_MINUTE = 0xffff_ffff;
/** By the first byte of a candidate. */
const KINDS = ['ipv4', 'mdns', 'ipv6'] as const;
const ADDRESS_BYTES = { ipv4: 4, mdns: 16, ipv6: 16 } as const;
/** RFC 8445, 5.1.2: hosts, component 1. */
const HOST_PRIORITY = 126 * 2 ** 24 + 255;
const FIRST_LOCAL_PREFERENCE = 65_535;

/**
 * A description as its 128 bytes.
 * @throws RangeError for one that nobody would read again: a bug of its maker.
 */
export function encodeDescription(description: Description): Uint8Array {
	const { madeAtMinutes, fingerprint, ufrag, pwd, candidates } = description;
	if (!isMinute(madeAtMinutes) || !UFRAG.test(ufrag) || !PWD.test(pwd))
		throw new RangeError('nobody would read this description');
	if (bytesOf(description) > DESCRIPTION_BYTES) throw new RangeError('more than a description holds');
	const bytes = new Uint8Array(DESCRIPTION_BYTES);
	const view = new DataView(bytes.buffer);
	let at = 0;
	const put = (part: Uint8Array) => {
		bytes.set(part, at);
		at += part.length;
	};
	view.setUint32(at, madeAtMinutes);
	at += 4;
	put(fingerprint);
	for (const text of [ufrag, pwd]) {
		put(Uint8Array.of(text.length));
		put(new TextEncoder().encode(text));
	}
	put(Uint8Array.of(candidates.length));
	for (const { kind, address, port } of candidates) {
		const named = addressBytes(kind, address);
		if (!named || !isPort(port)) throw new RangeError(`${address} ${port} is no ${kind} candidate`);
		put(Uint8Array.of(KINDS.indexOf(kind)));
		put(named);
		put(Uint8Array.of(port >> 8, port & 0xff));
	}
	if (!decodeDescription(bytes)) throw new RangeError('nobody would read this description');
	return bytes;
}

/** The description that stands in 128 bytes; null where there is none, in every field and to the last byte. */
export function decodeDescription(bytes: Uint8Array): Description | null {
	if (bytes.length !== DESCRIPTION_BYTES) return null;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	let at = 0;
	const take = (length: number) => {
		at += length;
		return bytes.subarray(at - length, at);
	};
	const text = () => {
		const [length = 0] = take(1);
		return String.fromCharCode(...take(length));
	};
	const madeAtMinutes = view.getUint32(0);
	at = 4;
	const fingerprint = take(FINGERPRINT_BYTES).slice();
	const ufrag = text();
	if (!UFRAG.test(ufrag)) return null;
	const pwd = text();
	if (!PWD.test(pwd)) return null;
	const [count = 0] = take(1);
	if (count === 0) return null;
	const candidates: Candidate[] = [];
	while (candidates.length < count) {
		const kind = KINDS[take(1)[0] ?? KINDS.length];
		if (!kind || at + ADDRESS_BYTES[kind] + PORT_BYTES > DESCRIPTION_BYTES) return null;
		const address = addressText(kind, take(ADDRESS_BYTES[kind]));
		const port = view.getUint16(at);
		at += PORT_BYTES;
		if (!isPort(port) || isNoPhone(kind, address)) return null;
		candidates.push({ kind, address, port });
	}
	if (bytes.subarray(at).some((byte) => byte !== 0)) return null;
	return { madeAtMinutes, fingerprint, ufrag, pwd, candidates };
}

/**
 * Why there is nothing to hand over.
 * - `noAddress`: no address at which another phone could reach this one.
 * - `notUnderstood`: not what browsers write; `detail` says which line.
 */
export interface DescriptionProblem {
	readonly code: 'noAddress' | 'notUnderstood';
	readonly detail: string;
}

/**
 * What another phone must know of this one, out of what the browser wrote: the addresses on which it can be reached
 * itself, those first that most likely do, as many as there is room for.
 * @param sdp The local session description, with all its candidates.
 * @param madeAtMinutes Minutes since 1970.
 */
export function descriptionOf(sdp: string, madeAtMinutes: number): Result<Description, DescriptionProblem> {
	const lines = sdp.split(/\r\n|\n/);
	const value = (name: string) => lines.find((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3);
	const notUnderstood = (detail: string) => fail({ code: 'notUnderstood' as const, detail });

	const fingerprint = readFingerprint(lines);
	if (!fingerprint) return notUnderstood('fingerprint');
	const ufrag = value('ice-ufrag') ?? '';
	if (!UFRAG.test(ufrag)) return notUnderstood('ice-ufrag');
	const pwd = value('ice-pwd') ?? '';
	if (!PWD.test(pwd)) return notUnderstood('ice-pwd');
	// the template names the one section so; it is what both browsers call their first
	if (value('mid') !== '0') return notUnderstood('mid');
	if (!isMinute(madeAtMinutes)) return notUnderstood('time');

	const bare = { madeAtMinutes, fingerprint, ufrag, pwd };
	const candidates: Candidate[] = [];
	for (const candidate of byReach(lines)) {
		const more = [...candidates, candidate];
		if (bytesOf({ ...bare, candidates: more }) > DESCRIPTION_BYTES) break;
		candidates.push(candidate);
	}
	return candidates.length > 0 ? ok({ ...bare, candidates }) : fail({ code: 'noAddress', detail: '' });
}

/**
 * A description as a session description that browsers take.
 * @param setup Who begins DTLS (RFC 8842): `active` whoever is described, `passive` whoever takes it, `actpass` as the
 * latter chooses, in an offer.
 */
export function sdpOf(description: Description, setup: 'actpass' | 'active' | 'passive'): string {
	const { fingerprint, ufrag, pwd } = description;
	const hex = Array.from(fingerprint, (byte) => byte.toString(16).padStart(2, '0').toUpperCase());
	return [
		'v=0',
		'o=- 1 2 IN IP4 127.0.0.1',
		's=-',
		't=0 0',
		'a=group:BUNDLE 0',
		'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
		'c=IN IP4 0.0.0.0',
		`a=ice-ufrag:${ufrag}`,
		`a=ice-pwd:${pwd}`,
		`a=fingerprint:sha-256 ${hex.join(':')}`,
		`a=setup:${setup}`,
		'a=mid:0',
		'a=sctp-port:5000',
		'a=max-message-size:65535',
		...candidateLines(description).map((line) => `a=${line}`),
		''
	].join('\r\n');
}

/** The candidates of a description, each as browsers take it. */
export function candidateLines({ candidates }: Description): string[] {
	return candidates.map(
		({ address, port }, index) =>
			`candidate:${index + 1} 1 udp ${HOST_PRIORITY + (FIRST_LOCAL_PREFERENCE - index) * 256} ${address} ${port} typ host`
	);
}

function readFingerprint(lines: readonly string[]): Uint8Array | null {
	const [, text] =
		lines
			.map((line) => /^a=fingerprint:sha-256 ([0-9A-F]{2}(?::[0-9A-F]{2}){31})$/i.exec(line))
			.find((match) => match !== null) ?? [];
	return text ? Uint8Array.from(text.split(':'), (byte) => parseInt(byte, 16)) : null;
}

/** The UDP host candidates of a session description, those first that most likely reach this phone, none twice. */
function byReach(lines: readonly string[]): Candidate[] {
	const found = new Map<string, Candidate>();
	for (const line of lines) {
		const match = /^a=candidate:\S+ 1 udp \d+ (\S+) (\d{1,5}) typ host(?: |$)/i.exec(line);
		const candidate = match && readCandidate(match[1] ?? '', Number(match[2]));
		if (candidate) found.set(`${candidate.address} ${candidate.port}`, candidate);
	}
	const sorted = [...found.values()].sort((a, b) => reachOrder(a) - reachOrder(b));
	const others = sorted.filter((candidate) => !isLoopback(candidate));
	return others.length > 0 ? others : sorted;
}

function readCandidate(host: string, port: number): Candidate | null {
	const kind = host.endsWith('.local') ? 'mdns' : host.includes(':') ? 'ipv6' : 'ipv4';
	const bytes = addressBytes(kind, host);
	if (!bytes || !isPort(port)) return null;
	const address = addressText(kind, bytes);
	return isNoPhone(kind, address) ? null : { kind, address, port };
}

function isMinute(minutes: number): boolean {
	return Number.isInteger(minutes) && minutes >= 0 && minutes <= LAST_MINUTE;
}

function isPort(port: number): boolean {
	return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function bytesOf({ ufrag, pwd, candidates }: Description): number {
	return candidates.reduce(
		(sum, { kind }) => sum + 1 + ADDRESS_BYTES[kind] + PORT_BYTES,
		FIXED_BYTES + ufrag.length + pwd.length
	);
}
