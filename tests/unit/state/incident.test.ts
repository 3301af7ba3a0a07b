import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IncidentServices } from '$lib/app/incident-services';
import { ok } from '$lib/base/result';
import { act } from '$lib/domain/incident/acts';
import { foldIncident } from '$lib/domain/incident/fold';
import type { LogEntry } from '$lib/domain/log/entry';
import type { JournalPage, LogRepository } from '$lib/ports/log';
import { IncidentController } from '$lib/state/incident.svelte';
import { INCIDENT, LogWriter } from '../../doubles/log-writer';

beforeEach(() => {
	vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run));
	return () => vi.unstubAllGlobals();
});

/** A phone whose log holds `count` notes, and whose journal is read when `readAll` is called. */
function phone(count: number) {
	const writer = new LogWriter(1);
	writer.write('incidentOpened', { title: 'T', mode: 'exercise', planId: 'p', planFingerprint: 'f' });
	writer.write('participantJoined', { name: 'Anna' });
	for (let number = 0; number < count; number += 1)
		writer.write('observed', { text: `Nr. ${number}`, certainty: 'likely' });
	const held = [...writer.entries];
	const page = (entries: readonly LogEntry[]): JournalPage => ({
		rows: entries.map((entry, arrival) => ({ arrival, entry })),
		damaged: []
	});
	let tell: ((entries: readonly LogEntry[]) => void) | null = null;
	const log: Partial<LogRepository> = {
		newest: async (_, limit, { kind } = {}) =>
			ok(
				page(
					held
						.filter((one) => kind === undefined || one.kind === kind)
						.reverse()
						.slice(0, limit)
				)
			),
		follow(_, observer) {
			tell = (entries) => observer(ok(page(entries)));
			return () => (tell = null);
		}
	};
	const services: Partial<IncidentServices> = {
		log: log as LogRepository,
		clock: { now: () => 0 },
		kind: 'durable',
		person: null,
		unnamed: 'nobody',
		write: async (_, acts) =>
			ok(acts.map(({ kind, payload, ...rest }) => writer.writeRaw(kind, payload, undefined, rest)))
	};
	const open = (wantsPreview: boolean) => {
		const incident = new IncidentController(services as IncidentServices, INCIDENT, wantsPreview);
		const stop = incident.follow();
		return { incident, stop };
	};
	return {
		open,
		held,
		readAll: async () => {
			await vi.waitFor(() => {
				expect(tell).not.toBeNull();
			});
			tell?.(held);
		},
		arrives: (entries: readonly LogEntry[]) => tell?.(entries)
	};
}

describe('an incident as screens show it', () => {
	it('shows the newest of a long log before all of it is read', async () => {
		const { open, held, readAll } = phone(5_000);
		const { incident, stop } = open(true);
		await vi.waitFor(() => {
			expect(incident.isPreview).toBe(true);
		});
		expect(incident.isLoaded).toBe(false);
		expect(incident.entries).toEqual(held.slice(-50));
		// who writes, and that it is an exercise, is known already
		expect(incident.isExercise).toBe(true);
		expect(incident.isOpen).toBe(true);
		expect([...incident.state.participants.values()]).toMatchObject([{ name: 'Anna' }]);
		await readAll();
		await vi.waitFor(() => {
			expect(incident.isLoaded).toBe(true);
		});
		expect(incident.isPreview).toBe(false);
		expect(incident.entries).toEqual(held);
		expect(incident.state).toEqual(foldIncident(held));
		stop();
	});

	it('reads a short log at once, and any log for whom the newest do not help', async () => {
		for (const [count, wantsPreview] of [
			[10, true],
			[200, false]
		] as const) {
			const { open, held, readAll } = phone(count);
			const { incident, stop } = open(wantsPreview);
			await readAll();
			await vi.waitFor(() => {
				expect(incident.isLoaded).toBe(true);
			});
			expect(incident.entries).toEqual(held);
			stop();
		}
	});

	it('shows what is written meanwhile, once', async () => {
		const { open, held, readAll } = phone(100);
		const { incident, stop } = open(true);
		await vi.waitFor(() => {
			expect(incident.isPreview).toBe(true);
		});
		const written = await incident.write([act('observed', { text: 'Nu', certainty: 'likely' })]);
		const entry = written.ok ? written.value[0] : undefined;
		flushSync();
		expect(incident.entries).toHaveLength(51);
		expect(incident.entries.at(-1)).toBe(entry);
		expect(incident.saved).toMatchObject({ count: 1, isDurable: true });
		await readAll();
		await vi.waitFor(() => {
			expect(incident.isLoaded).toBe(true);
		});
		expect(incident.entries).toEqual([...held, entry]);
		stop();
	});

	it('tells nothing more when nobody looks', async () => {
		const { open, readAll } = phone(5_000);
		const { incident, stop } = open(false);
		const reading = readAll();
		await reading;
		stop();
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect(incident.isLoaded).toBe(false);
	});
});
