// How many codes a screen shows until another phone has the whole parcel, in this Node: the camera is a seeded coin.
import { importBundled } from '../lib/bundle.mjs';
import { entrySource, INCIDENT } from './log-entries.mjs';
import { note, percentile, report } from './stats.mjs';

const ENTRIES = 50;
const RUNS = 200;
const REACH = { 0: 1.05, 30: 1.7 };
/** Other sizes, for the table: blocks in a parcel. */
const COUNTS = [5, 10, 20, 50, 100, 200, 300];
const CODES_A_SECOND = 8;

export async function benchLight() {
	const beredt = await importBundled('scripts/bench/light-modules.mjs');
	const seed = Number(process.env.LIGHT_SEED ?? Math.floor(Math.random() * 2 ** 31));
	const entries = Array.from({ length: ENTRIES }, entrySource(beredt, 5));
	const parcel = await parcelOf(beredt, entries);
	const { count } = new beredt.ShownParcel(parcel);
	for (const loss of [0, 30]) {
		const ratios = runs(beredt, parcel, loss, seed);
		const mean = meanOf(ratios);
		report(
			`${ENTRIES} entries by light, codes shown ÷ K, ${loss} % missed${loss === 0 ? '' : `, mean of ${RUNS}`}`,
			mean.toFixed(2),
			mean <= REACH[loss],
			`≤ ${REACH[loss]}`
		);
		note(
			`95th percentile ${percentile(ratios, 95).toFixed(2)}; ${Math.round((mean * count) / CODES_A_SECOND)} s at ${CODES_A_SECOND} a second`
		);
	}
	const bytes = entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
	note(`K = ${count}: ${bytes} bytes of entries are a parcel of ${parcel.length}; LIGHT_SEED=${seed}`);
	for (const blocks of COUNTS) {
		const random = beredt.seededRandom(seed + blocks);
		const other = Uint8Array.from({ length: blocks * beredt.BLOCK_MAX_BYTES }, () =>
			Math.floor(random() * 256)
		);
		const [none, some] = [0, 30].map((loss) => meanOf(runs(beredt, other, loss, seed)).toFixed(2));
		note(`K = ${String(blocks).padStart(3)}: ${none} at no loss, ${some} at 30 %`);
	}
}

/** Codes shown ÷ K until the parcel is whole, of each run. */
function runs({ ShownParcel, FrameReader, seededRandom }, parcel, loss, seed) {
	const shown = new ShownParcel(parcel);
	return Array.from({ length: loss === 0 ? 1 : RUNS }, (_, run) => {
		const random = seededRandom(seed + run);
		const reader = new FrameReader();
		for (let turn = 0; ; turn += 1)
			if (random() * 100 >= loss && reader.take(shown.textOf(turn)).kind === 'whole')
				return (turn + 1) / shown.count;
	});
}

async function parcelOf(beredt, entries) {
	const keys = await beredt.createDeviceKeys();
	const log = {
		logId: INCIDENT,
		isGroup: false,
		isOpen: true,
		heads: [],
		entries: entries.map((one) => one.bytes)
	};
	return beredt.sealParcel(
		{
			crypto: beredt.createGroupCrypto(crypto),
			signer: keys.signerOf(await keys.create()),
			verifier: keys,
			groupId: INCIDENT,
			secrets: [{ epoch: 1, secret: new Uint8Array(32) }]
		},
		{ madeAtMs: Date.now(), logs: [log] }
	);
}

function meanOf(values) {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
