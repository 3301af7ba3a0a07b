import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cameIn, type Arrived } from '$lib/domain/incident/came-in';
import { Timeline } from '$lib/domain/incident/log-view';
import { LogWriter, minutes } from '../../../doubles/log-writer';
import { randomLog } from '../../../doubles/random-log';

const arrived = (...writers: readonly LogWriter[]): Arrived[] =>
	writers.flatMap((writer) => writer.entries).map((entry, at) => ({ entry, arrival: at + 1 }));

describe('what came in', () => {
	it('is nothing where nothing arrived since somebody looked', () => {
		const writer = new LogWriter(2);
		writer.write('participantJoined', { name: 'Mette' });
		expect(cameIn([], 0)).toBeNull();
		expect(cameIn(arrived(writer), 1)).toBeNull();
	});

	it('is counted, with the phones that wrote it and the one that stands lowest in the log', () => {
		const [mette, ole] = [new LogWriter(2), new LogWriter(3)];
		mette.write('participantJoined', { name: 'Mette' }, 5);
		mette.write('observed', { text: 'ny', certainty: 'likely' }, 9);
		ole.write('participantJoined', { name: 'Ole' }, 7);
		const paper = { occurredAtMs: minutes(1), copiedFrom: 'paper' } as const;
		const copied = ole.write('observed', { text: 'fra papir', certainty: 'likely' }, 8, paper);
		expect(cameIn(arrived(mette, ole), 1)).toMatchObject({ oldest: { id: copied.id } });
		const news = cameIn(arrived(mette, ole), 2);
		expect(news?.ids).toEqual(new Set(ole.entries.map(({ id }) => id)));
		expect(news?.from.size).toBe(1);
	});

	it('adds up: what is told after any arrival is what arrived after it, and its oldest is the log’s lowest', () => {
		fc.assert(
			fc.property(randomLog, fc.nat(40), (entries, seen) => {
				const rows = entries.map((entry, at) => ({ entry, arrival: at + 1 }));
				const news = cameIn(rows, seen);
				const fresh = entries.slice(seen);
				expect([...(news?.ids ?? [])]).toEqual(fresh.map(({ id }) => id));
				expect(news?.oldest).toEqual(new Timeline(() => '').update(fresh)[0]?.entry);
			}),
			{ verbose: 1 }
		);
	});
});
