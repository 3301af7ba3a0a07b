import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { DeviceId, EntryId, IncidentId } from '$lib/domain/log/entry';
import type { SharedDraft } from '$lib/ports/shared-drafts';
import { DraftBook } from '$lib/sync/drafts/draft-exchange';
import { encodePresence, type Presence } from '$lib/sync/drafts/presence';
import type { ExchangePeer } from '$lib/sync/session/log-exchange';
import { decodeMessage, encodeMessage, type DraftMessage, type LogMessage } from '$lib/sync/session/messages';
import { INCIDENT } from '../../../doubles/carried-entries';
import { TestPeer } from '../../../doubles/exchange-peer';
import { seededRandom } from '../../../simulation/random';
import { VirtualTime } from '../../../simulation/virtual-time';

const BASE = 'A'.repeat(21) + 'Q';
const KNOWN = { incidentId: INCIDENT, section: 'known', base: BASE as EntryId } as const;
const idOf = (number: number) => (String(number).repeat(21) + 'A') as DeviceId;

/** Phones that write one incident's drafts, and the sessions between them. */
class Phones {
	readonly time = new VirtualTime();
	readonly books: DraftBook[];
	/** Messages that crossed, by what they are. */
	readonly crossed: DraftMessage['what'][] = [];

	constructor(count: number) {
		this.books = Array.from({ length: count }, (_, at) => this.book(at + 1));
	}

	book(number: number): DraftBook {
		return new DraftBook({
			own: idOf(number),
			timers: this.time,
			nowMs: () => this.time.now(),
			random: seededRandom(number)
		});
	}

	/** Two phones share the incident, until the answer is called. */
	connect(a: number, b: number): () => void {
		const ends: readonly [End, End] = [this.#end(() => ends[1]), this.#end(() => ends[0])];
		const books = [this.books[a], this.books[b]] as const;
		const exchanges = books.map((book) => book?.of(INCIDENT));
		ends.forEach((end, at) => (end.takes = (message) => exchanges[at]?.take(end, message)));
		exchanges.forEach((exchange, at) => exchange?.share(ends[at] as ExchangePeer));
		return () => {
			exchanges.forEach((exchange, at) => exchange?.leave(ends[at] as ExchangePeer));
			for (const end of ends) end.takes = () => undefined;
		};
	}

	open(
		at: number,
		baseText: string,
		typed?: string,
		name: Parameters<DraftBook['open']>[0] = KNOWN
	): SharedDraft {
		const book = this.books[at];
		if (!book) throw new Error('no such phone');
		return book.open(name, baseText, typed);
	}

	writers(at: number): readonly DeviceId[] | undefined {
		return this.books[at]?.writers(INCIDENT, 'known');
	}

	#end(other: () => End): End {
		const end: End = {
			deviceId: idOf(0),
			isSending: false,
			takes: () => undefined,
			sendOf: (logId: IncidentId, message: LogMessage) => {
				expect(logId).toBe(INCIDENT);
				const bytes = encodeMessage({ ...message, log: 0 });
				this.time.after(5, () => {
					const read = decodeMessage(bytes);
					if (read?.type !== 'draft') throw new Error('no draft');
					this.crossed.push(read.what);
					other().takes(read);
				});
			},
			refuse: () => {
				throw new Error('refused');
			}
		};
		return end;
	}
}

interface End extends ExchangePeer {
	takes: (message: DraftMessage) => void;
}

const type = (draft: SharedDraft, at: number, inserted: string, deleted = 0) => {
	draft.change({ at, deleted, inserted });
};

describe('a draft that two phones write', () => {
	it('begins with the text of its base, once', async () => {
		const phones = new Phones(2);
		const a = phones.open(0, 'Strømmen er væk');
		const b = phones.open(1, 'Strømmen er væk');
		phones.connect(0, 1);
		await phones.time.pass(1_000);
		expect([a.text, b.text]).toEqual(['Strømmen er væk', 'Strømmen er væk']);
	});

	it('has what both typed, at one place too, the same on both', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const a = phones.open(0, 'Nu: ');
		const b = phones.open(1, 'Nu: ');
		type(a, 4, 'strøm');
		type(b, 4, 'vand');
		await phones.time.pass(1_000);
		expect(a.text).toBe(b.text);
		expect(['Nu: strømvand', 'Nu: vandstrøm']).toContain(a.text);
	});

	it('has what was typed before the other came, and while they were apart', async () => {
		const phones = new Phones(2);
		const a = phones.open(0, '');
		type(a, 0, 'først');
		const part = phones.connect(0, 1);
		await phones.time.pass(1_000);
		const b = phones.open(1, '');
		await phones.time.pass(1_000);
		expect(b.text).toBe('først');
		part();
		type(a, 5, ' A');
		type(b, 0, 'B ');
		await phones.time.pass(1_000);
		phones.connect(0, 1);
		await phones.time.pass(1_000);
		expect([a.text, b.text]).toEqual(['B først A', 'B først A']);
	});

	it('takes with it what was typed before it was shared, beside what the others have', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const a = phones.open(0, 'Strøm', 'Strøm nede');
		await phones.time.pass(1_000);
		const b = phones.open(1, 'Strøm', 'Ingen Strøm');
		await phones.time.pass(1_000);
		expect([a.text, b.text]).toEqual(['Ingen Strøm nede', 'Ingen Strøm nede']);
	});

	it('tells whoever writes where the others changed it', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const a = phones.open(0, 'en to tre');
		const b = phones.open(1, 'en to tre');
		await phones.time.pass(1_000);
		const told: unknown[] = [];
		b.observe((changes) => told.push(...changes));
		type(a, 3, 'fire', 2);
		type(a, 0, '0 ');
		type(b, 0, 'B');
		await phones.time.pass(1_000);
		expect(a.text).toBe(b.text);
		expect(told).toEqual([
			{ at: expect.any(Number) as number, deleted: 0, inserted: '0 ' },
			{ at: 6, deleted: 2, inserted: '' },
			{ at: 6, deleted: 0, inserted: 'fire' }
		]);
	});

	it('puts nothing of others in while it is held, sends what is typed all the same, and has all afterwards', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const a = phones.open(0, '');
		const b = phones.open(1, '');
		await phones.time.pass(1_000);
		b.hold();
		type(a, 0, 'A');
		type(b, 0, 'b');
		await phones.time.pass(1_000);
		expect(b.text).toBe('b');
		expect([...a.text].sort()).toEqual(['A', 'b']);
		b.release();
		expect(b.text).toBe(a.text);
	});

	it('sends letters that follow on each other in one message', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const a = phones.open(0, '');
		await phones.time.pass(1_000);
		phones.crossed.length = 0;
		for (const letter of 'hej') type(a, a.text.length, letter);
		await phones.time.pass(1_000);
		expect(phones.crossed).toEqual(['update']);
	});

	it('is another than one of another base, or of another part', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const a = phones.open(0, 'gammel');
		const b = phones.open(1, 'ny', 'ny', { ...KNOWN, base: null });
		const c = phones.open(1, '', '', { ...KNOWN, section: 'next' });
		type(a, 0, 'A ');
		type(b, 0, 'B ');
		await phones.time.pass(1_000);
		expect([a.text, b.text, c.text]).toEqual(['A gammel', 'B ny', '']);
		// though they write in the same part
		expect(phones.writers(0)).toEqual([idOf(2)]);
	});

	it('is written on alone where it has become too large to be shared, and hangs up on nobody', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const a = phones.open(0, '');
		const b = phones.open(1, '');
		await phones.time.pass(1_000);
		for (let at = 0; at < 7; at += 1) {
			type(a, 0, 'a'.repeat(10_000));
			await phones.time.pass(1_000);
		}
		expect(a.isShared).toBe(false);
		expect(a.text).toHaveLength(70_000);
		type(b, 0, 'b');
		await phones.time.pass(1_000);
		expect(b.text.length).toBeLessThanOrEqual(60_001);
		expect(a.text).toHaveLength(70_000);
	});

	it('gets over that far more was put in at once and taken out than a message holds', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const a = phones.open(0, '');
		const b = phones.open(1, '');
		await phones.time.pass(1_000);
		for (let at = 0; at < 3; at += 1) {
			type(a, 0, `${at}`.repeat(30_000));
			type(a, 0, '', 30_000);
		}
		type(a, 0, 'til sidst');
		await phones.time.pass(1_000);
		expect([a.isShared, a.text, b.text]).toEqual([true, 'til sidst', 'til sidst']);
	});
});

describe('a draft in a chain of phones', () => {
	it('reaches through a phone on which nobody writes, and passing on ends by itself', async () => {
		const phones = new Phones(3);
		phones.connect(0, 1);
		phones.connect(1, 2);
		const a = phones.open(0, 'Nu');
		type(a, 2, ' A');
		await phones.time.pass(1_000);
		const b = phones.open(2, 'Nu');
		type(b, 0, 'B ');
		await phones.time.pass(1_000);
		expect([a.text, b.text]).toEqual(['B Nu A', 'B Nu A']);
		expect(phones.writers(1)).toEqual([idOf(1), idOf(3)]);
		phones.crossed.length = 0;
		// until they say again that they are here
		await phones.time.pass(7_000);
		expect(phones.crossed).toEqual([]);
	});

	it('crosses each session once in a ring, and ends', async () => {
		const phones = new Phones(3);
		phones.connect(0, 1);
		phones.connect(1, 2);
		phones.connect(2, 0);
		const drafts = [0, 1, 2].map((at) => phones.open(at, ''));
		await phones.time.pass(1_000);
		phones.crossed.length = 0;
		type(drafts[0] as SharedDraft, 0, 'rundt');
		await phones.time.pass(5_000);
		expect(drafts.map(({ text }) => text)).toEqual(['rundt', 'rundt', 'rundt']);
		// to both others, and by each of them once to the third
		expect(phones.crossed.length).toBeLessThanOrEqual(4);
	});
});

describe('who writes', () => {
	it('is told while they do, and no more when they have left', async () => {
		const phones = new Phones(3);
		phones.connect(0, 1);
		phones.connect(1, 2);
		const a = phones.open(0, '');
		await phones.time.pass(100);
		expect([0, 1, 2].map((at) => phones.writers(at))).toEqual([[], [idOf(1)], [idOf(1)]]);
		await phones.time.pass(60_000);
		expect(phones.writers(2)).toEqual([idOf(1)]);
		a.leave();
		await phones.time.pass(100);
		expect([0, 1, 2].map((at) => phones.writers(at))).toEqual([[], [], []]);
	});

	it('is forgotten 30 s after they were last heard of, and told again when they are back', async () => {
		const phones = new Phones(2);
		const part = phones.connect(0, 1);
		phones.open(0, '');
		await phones.time.pass(100);
		part();
		await phones.time.pass(15_000);
		expect(phones.writers(1)).toEqual([idOf(1)]);
		await phones.time.pass(25_000);
		expect(phones.writers(1)).toEqual([]);
		phones.connect(0, 1);
		await phones.time.pass(100);
		expect(phones.writers(1)).toEqual([idOf(1)]);
	});

	it('lets whoever follows know when it changes', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const told: unknown[] = [];
		phones.books[1]?.observe(() => told.push(phones.writers(1)));
		const a = phones.open(0, '');
		await phones.time.pass(100);
		expect(told.at(-1)).toEqual([idOf(1)]);
		a.leave();
		await phones.time.pass(100);
		expect(told.at(-1)).toEqual([]);
	});

	it('does not end by what one does the draft of another', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const a = phones.open(0, '');
		const b = phones.open(1, '');
		type(a, 0, 'A');
		await phones.time.pass(1_000);
		a.leave();
		await phones.time.pass(60_000);
		expect(b.text).toBe('A');
		// and it is there for whoever begins again
		expect(phones.open(0, '').text).toBe('A');
	});

	it('leaves nothing behind when the last has left', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const a = phones.open(0, '');
		const b = phones.open(1, '');
		type(a, 0, 'væk');
		await phones.time.pass(1_000);
		a.leave();
		b.leave();
		await phones.time.pass(1_000);
		expect([phones.open(0, '').text, phones.open(1, '').text]).toEqual(['', '']);
	});

	it('costs no message and no timer where nobody writes', async () => {
		const phones = new Phones(2);
		phones.connect(0, 1);
		const a = phones.open(0, '');
		await phones.time.pass(1_000);
		a.leave();
		await phones.time.pass(100);
		phones.crossed.length = 0;
		await phones.time.pass(120_000);
		expect(phones.crossed).toEqual([]);
	});
});

describe('a phone that sends what it should not', () => {
	const draft = (
		what: DraftMessage['what'],
		bytes: Uint8Array,
		base: string | null = BASE
	): DraftMessage => ({
		type: 'draft',
		section: 'known',
		base: base as EntryId | null,
		what,
		bytes
	});
	const updateOf = (make: (document: Y.Doc) => void) => {
		const document = new Y.Doc();
		make(document);
		return Y.encodeStateAsUpdate(document);
	};
	const presence = (changed: Partial<Presence>): Presence => ({
		client: 7,
		deviceId: idOf(9),
		count: 1,
		isHere: true,
		...changed
	});

	function shared() {
		const phones = new Phones(1);
		const exchange = phones.books[0]?.of(INCIDENT);
		if (!exchange) throw new Error('no phone');
		const peer = new TestPeer();
		exchange.share(peer);
		return { phones, exchange, peer };
	}

	it('is hung up on for bytes that are none, and for what is no text', () => {
		const text = updateOf((document) => {
			document.getText('t').insert(0, 'æøå');
		});
		const wrong: [DraftMessage['what'], Uint8Array][] = [
			['clocks', Uint8Array.of(1)],
			['presence', Uint8Array.of(1, 2, 3)],
			['presence', encodePresence(Array.from({ length: 65 }, (_, client) => presence({ client })))],
			['update', Uint8Array.of(9, 9, 9)],
			['update', text.subarray(0, -3)],
			['update', updateOf((document) => document.getText('other').insert(0, 'x'))],
			['update', updateOf((document) => document.getMap('t').set('x', 1))],
			['update', updateOf((document) => document.getArray('t').insert(0, [new Y.Map()]))],
			['update', updateOf((document) => document.getText('t').insertEmbed(0, { image: 'x' }))],
			['update', updateOf((document) => document.getText('t').insert(0, 'x', { bold: true }))]
		];
		for (const [what, bytes] of wrong) {
			const { exchange, peer } = shared();
			exchange.take(peer, draft(what, bytes));
			expect(peer.isRefused, `${what} ${bytes.join(' ')}`).toBe(true);
		}
		const { exchange, peer } = shared();
		exchange.take(peer, draft('update', text));
		expect(peer.isRefused).toBe(false);
	});

	it('costs what is written here nothing', () => {
		const { phones, exchange, peer } = shared();
		const own = phones.open(0, 'Nu');
		type(own, 2, ' og her');
		const bytes = updateOf((document) => document.getText('t').insert(0, 'hej'));
		for (let at = 0; at < bytes.length; at += 1) {
			const changed = bytes.slice();
			changed[at] = (changed[at] ?? 0) ^ 0x55;
			exchange.take(peer, draft('update', changed));
		}
		type(own, 0, 'Lige ');
		expect(own.text).toContain('Lige ');
		expect(own.text).toContain(' og her');
	});

	it('is hung up on when it sends more than 100 a second, averaged over 10 s', () => {
		const { phones, exchange, peer } = shared();
		phones.open(0, '');
		const empty = draft('presence', new Uint8Array());
		for (let count = 0; count < 1_000; count += 1) exchange.take(peer, empty);
		expect(peer.isRefused).toBe(false);
		exchange.take(peer, empty);
		expect(peer.isRefused).toBe(true);
	});

	it('makes this phone hold 8 drafts and no more, and none less of those that are written here', () => {
		const { phones, exchange, peer } = shared();
		const own = phones.open(0, '');
		for (let base = 0; base < 20; base += 1) {
			const name = String.fromCharCode(66 + base).repeat(21) + 'A';
			exchange.take(peer, draft('presence', encodePresence([presence({ client: base })]), name));
		}
		// of each that it did not hold it asks for what there is
		expect(peer.of('draft').filter(({ what }) => what === 'clocks')).toHaveLength(1 + 7);
		type(own, 0, 'x');
		expect(own.text).toBe('x');
	});

	it('is told nothing, and heard in nothing, before it has said that it knows drafts', async () => {
		const phones = new Phones(1);
		const peer = new TestPeer();
		const own = phones.open(0, '');
		phones.books[0]?.of(INCIDENT).take(peer, draft('presence', encodePresence([presence({})])));
		type(own, 0, 'x');
		await phones.time.pass(1_000);
		expect(peer.sent).toEqual([]);
		expect(phones.writers(0)).toEqual([]);
	});

	it('cannot say of this phone that it has left', () => {
		const { phones, exchange, peer } = shared();
		phones.open(0, '');
		const [said] = peer.of('draft').filter(({ what }) => what === 'presence');
		const client = new DataView((said as DraftMessage).bytes.slice().buffer).getUint32(0);
		const before = peer.sent.length;
		exchange.take(
			peer,
			draft('presence', encodePresence([presence({ client, deviceId: idOf(1), count: 99, isHere: false })]))
		);
		exchange.take(
			peer,
			draft('presence', encodePresence([presence({ client, deviceId: idOf(1), count: 99, isHere: true })]))
		);
		expect(peer.sent).toHaveLength(before);
		expect(phones.writers(0)).toEqual([]);
	});
});
