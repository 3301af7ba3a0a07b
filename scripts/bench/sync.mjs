// What phones say to each other, in bytes and messages: the app's own sync, on a wire that counts and a clock of its own.
// Beside it y-webrtc's rooms on the same wire, with the same entries: everyone connected with everyone, as it does it by
// itself, and over the very connections that Beredt's phones have made.
import { importBundled } from '../lib/bundle.mjs';
import { note, report } from './stats.mjs';
import { everyPair, loadStock, StockWorld } from './sync-stock.mjs';

const INCIDENT = '00000000-0000-4000-8000-000000000001';
const MINUTE_MS = 60_000;
const PHONES = 30;
/** What phones say of whom they reach costs some 20 to 30 kB when one more comes, whatever the log: of a short one it is a tenth. */
const LATE_LOGS = [1_000, 5_000];
const TURNS = 20_000;
const DIFFERENCE = 50;
const LOGS = [1_000, 10_000];
/** So many are written in one act: as one person does, again and again. */
const BATCH = 500;
/** 80 characters: what a note is long. */
const TEXT = 'Serverrummet er uden strøm. Nødgeneratoren er startet, køling mangler. Ring IT.';

const TYPES = {
	16: 'logs',
	17: 'update',
	18: 'clocks',
	19: 'pull',
	20: 'heads',
	21: 'want',
	22: 'entries',
	23: 'peers',
	24: 'relay',
	25: 'holds',
	26: 'fetch',
	27: 'photo'
};

export async function benchSync() {
	const beredt = await importBundled('scripts/bench/sync-modules.mjs');
	const stock = await loadStock();
	await amongThirty(beredt, stock);
	for (const count of LATE_LOGS) await lateJoiner(beredt, stock, count);
	await differences(beredt);
}

/** Thirty phones that have found each other, in an incident. */
async function settled({ chain }, count) {
	const world = await chain(count);
	await world.time.pass(5 * MINUTE_MS);
	await world.phones[0].open(INCIDENT);
	await world.time.pass(MINUTE_MS);
	forget(world.traffic);
	return world;
}

async function amongThirty(beredt, stock) {
	const world = await settled(beredt, PHONES);
	await world.time.pass(MINUTE_MS);
	const each = world.traffic.messages / PHONES / 60;
	forget(world.traffic);
	const entry = await world.phones[0].write(INCIDENT, TEXT);
	await arrived(world.time, world.phones, 2);
	const ideal = (PHONES - 1) * entry.bytes.length;
	const wires = connectionsOf(world.phones);
	const [meshed, likeOurs] = [
		await stockAmongThirty(stock, everyPair(PHONES), entry),
		await stockAmongThirty(stock, wires, entry)
	];
	report(
		`Messages of an idle phone a second, among ${PHONES}`,
		each.toFixed(2),
		each <= 1,
		`≤ 1; y-webrtc ${meshed.each.toFixed(1)}, over our ${wires.length} connections ${likeOurs.each.toFixed(1)}`
	);
	report(
		`Bytes ÷ ideal of one entry among ${PHONES}`,
		(world.traffic.bytes / ideal).toFixed(2),
		world.traffic.bytes / ideal <= 2,
		`≤ 2.0; y-webrtc ${(meshed.bytes / ideal).toFixed(1)}, over our ${wires.length} connections ${(likeOurs.bytes / ideal).toFixed(1)}`
	);
	note(
		`${world.traffic.bytes} bytes in ${world.traffic.messages} messages, receipts and all; ideal: ${PHONES - 1} × ${entry.bytes.length}`
	);
	note(told(world.traffic));
}

/** The same in y-webrtc's rooms: what an idle one says, and what one entry costs. What it says of presence counts apart. */
async function stockAmongThirty(stock, pairs, entry) {
	const world = new StockWorld(stock, 'thirty');
	for (let number = 0; number < PHONES; number += 1) await world.add();
	world.connect(pairs);
	await world.quiet(0);
	const each = await world.idle();
	world.forget();
	world.write(0, [entry.bytes]);
	await world.quiet(1);
	const bytes = world.bytes.sync;
	world.close();
	return { each, bytes };
}

/** One more comes, and is connected with `reached` at once: what of the document is said then, in bytes. */
async function stockLateJoiner(stock, pairs, reached, log) {
	const world = new StockWorld(stock, 'late');
	await world.add();
	world.write(
		0,
		log.map(({ bytes }) => bytes)
	);
	const update = world.updateOf(0);
	for (let number = 1; number < PHONES - 1; number += 1) await world.add(update);
	world.connect(pairs);
	await world.quiet(log.length);
	world.forget();
	await world.add();
	world.connect(reached.map((number) => [number, PHONES - 1]));
	await world.quiet(log.length);
	const bytes = world.bytes.sync;
	world.close();
	return bytes;
}

/** Which of these phones have a session, by their places. */
function connectionsOf(phones) {
	return everyPair(phones.length).filter(([a, b]) =>
		phones[a].sessions.some(({ deviceId }) => deviceId === phones[b].deviceId)
	);
}

async function lateJoiner(beredt, stock, count) {
	const world = await settled(beredt, PHONES - 1);
	const [first] = world.phones;
	const log = await first.entries(INCIDENT);
	for (let at = 0; at < count; at += BATCH) log.push(...(await first.writeAll(INCIDENT, texts(BATCH))));
	await arrived(world.time, world.phones, log.length);
	forget(world.traffic);
	const late = new beredt.SimPhone(PHONES, world.time, world.air);
	await late.start();
	beredt.meet(late, world.phones.at(-1), world.time, world.rules);
	await arrived(world.time, [late], log.length);
	await world.time.pass(5 * MINUTE_MS);
	const ratio = world.traffic.bytes / bytesOf(log);
	const pairs = connectionsOf([...world.phones, late]);
	const others = pairs.filter(([, b]) => b < PHONES - 1);
	const reached = pairs.filter(([, b]) => b === PHONES - 1).map(([a]) => a);
	const everyone = world.phones.map((_, number) => number);
	const [meshed, likeOurs] = [
		await stockLateJoiner(stock, everyPair(PHONES - 1), everyone, log),
		await stockLateJoiner(stock, others, reached, log)
	].map((bytes) => (bytes / bytesOf(log)).toFixed(1));
	report(
		`All bytes for a late joiner ÷ log, ${PHONES} phones, ${log.length} entries`,
		ratio.toFixed(2),
		ratio <= 1.2,
		`≤ 1.2; y-webrtc ${meshed}, over our ${reached.length} connections of the late one ${likeOurs}`
	);
	note(`${world.traffic.bytes} bytes in ${world.traffic.messages} messages, for a log of ${bytesOf(log)}`);
	note(told(world.traffic));
}

async function differences({ SimPhone, VirtualTime, countingRules, meet, noTraffic }) {
	const figures = [];
	for (const count of LOGS) {
		const time = new VirtualTime();
		const traffic = noTraffic();
		const rules = countingRules(traffic);
		const phones = [new SimPhone(1, time), new SimPhone(2, time)];
		for (const phone of phones) await phone.start();
		const [one, other] = phones;
		await one.open(INCIDENT);
		for (let at = 0; at < count; at += BATCH) await one.writeAll(INCIDENT, texts(BATCH));
		const wire = meet(one, other, time, rules);
		await arrived(time, phones, count + 1);
		wire.cut();
		await time.pass(1_000);
		const lacking = [];
		for (let at = 0; at < DIFFERENCE; at += 1) lacking.push(await one.write(INCIDENT, TEXT));
		forget(traffic);
		meet(one, other, time, rules);
		await arrived(time, phones, count + 1 + DIFFERENCE);
		const ratio = traffic.bytes / bytesOf(lacking);
		figures.push(ratio);
		report(
			`Bytes ÷ payload of a ${DIFFERENCE}-entry difference, log of ${count}`,
			ratio.toFixed(3),
			ratio <= 1.15,
			'≤ 1.15'
		);
		note(`${traffic.bytes} bytes in ${traffic.messages} messages, for ${bytesOf(lacking)}`);
	}
	const [small, large] = figures;
	report('The same at both', (large / small).toFixed(3), Math.abs(large / small - 1) <= 0.02, '1.00');
}

function texts(count) {
	return Array.from({ length: count }, () => TEXT);
}

function forget(traffic) {
	traffic.messages = 0;
	traffic.bytes = 0;
	traffic.byType.clear();
}

/** What the bytes were spent on. */
function told({ byType }) {
	const sorted = [...byType].sort(([, one], [, other]) => other - one);
	return sorted.map(([type, bytes]) => `${TYPES[type] ?? type} ${bytes}`).join(', ');
}

function bytesOf(entries) {
	return entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
}

/** A figure of phones that do not have it all would be worth nothing. */
async function arrived(time, phones, count) {
	let held = [];
	// what a phone computes takes none of the world's time: a little of that at once, so that nobody asks again meanwhile
	for (let turn = 0; turn < TURNS; turn += 1) {
		await time.pass(5);
		await new Promise((resolve) => setTimeout(resolve, 1));
		if (turn % 100 !== 0) continue;
		held = await Promise.all(phones.map(async (phone) => (await phone.entries(INCIDENT)).length));
		if (held.every((one) => one === count)) {
			// receipts, and who else is reached
			await time.pass(MINUTE_MS);
			return;
		}
	}
	throw new Error(`of ${count} entries the phones have ${held.join(', ')}`);
}
