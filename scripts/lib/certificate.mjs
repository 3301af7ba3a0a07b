// The certificate by which a hub is https on the local network: made here, known to nobody, shown by its fingerprint.
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Browsers take none that is good for longer (Apple: 825 days; all others of 398 days at least). */
const GOOD_DAYS = 397;
const DAY_MS = 86_400_000;

/**
 * @typedef {object} Certificate
 * @property {string} key PEM.
 * @property {string} cert PEM.
 * @property {string} fingerprint SHA-256, as browsers show it: pairs of hex digits with colons.
 */

/**
 * The one that lies in `folder`, if it names all of `hosts` and is good for another month; else a new one, which is
 * laid there. A phone that was told to trust it need not be told again at the next start.
 * @param {string} folder
 * @param {readonly string[]} hosts Names and IPv4 addresses.
 * @param {number} nowMs
 * @returns {Promise<Certificate>}
 */
export async function certificateFor(folder, hosts, nowMs) {
	const [keyFile, certFile] = [join(folder, 'hub-key.pem'), join(folder, 'hub-cert.pem')];
	if (existsSync(keyFile) && existsSync(certFile)) {
		const kept = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
		if (isGoodFor(kept.cert, hosts, nowMs)) return withFingerprint(kept);
	}
	const { key, cert } = await made(hosts, nowMs);
	mkdirSync(dirname(keyFile), { recursive: true });
	writeFileSync(keyFile, key, { mode: 0o600 });
	writeFileSync(certFile, cert);
	return withFingerprint({ key, cert });
}

/**
 * @param {string} cert
 * @param {readonly string[]} hosts
 * @param {number} nowMs
 */
function isGoodFor(cert, hosts, nowMs) {
	const read = new X509Certificate(cert);
	const isNamed = hosts.every((host) => read.checkHost(host) ?? read.checkIP(host));
	return isNamed && new Date(read.validTo).getTime() > nowMs + 30 * DAY_MS;
}

/**
 * @param {readonly string[]} hosts
 * @param {number} nowMs
 */
async function made(hosts, nowMs) {
	const { generate } = await import('selfsigned');
	const pems = await generate([{ name: 'commonName', value: 'Beredt hub' }], {
		keyType: 'ec',
		curve: 'P-256',
		algorithm: 'sha256',
		// clocks of phones are a little behind
		notBeforeDate: new Date(nowMs - DAY_MS),
		notAfterDate: new Date(nowMs + GOOD_DAYS * DAY_MS),
		extensions: [
			// for itself alone: a phone that trusts it trusts this machine's key for no other name
			{ name: 'basicConstraints', cA: false, critical: true },
			{ name: 'keyUsage', digitalSignature: true, critical: true },
			{ name: 'extKeyUsage', serverAuth: true },
			{
				name: 'subjectAltName',
				altNames: hosts.map((host) =>
					/^\d+\.\d+\.\d+\.\d+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host }
				)
			}
		]
	});
	return { key: pems.private, cert: pems.cert };
}

/** @param {{ key: string, cert: string }} pems */
function withFingerprint({ key, cert }) {
	return { key, cert, fingerprint: new X509Certificate(cert).fingerprint256 };
}
