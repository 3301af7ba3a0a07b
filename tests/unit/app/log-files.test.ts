import { describe, expect, it } from 'vitest';
import { logAsCsv, logAsFile, logFileName } from '$lib/app/log-files';
import { findingSentence } from '$lib/app/log-report-words';
import { verifyLog } from '$lib/app/verify-log';
import { ok } from '$lib/base/result';
import { foldIncident } from '$lib/domain/incident/fold';
import { compareEntries } from '$lib/domain/log/entry';
import { payloadOf } from '$lib/domain/log/kinds';
import { createDeviceKeys } from '$lib/security/device-keys';
import { INCIDENT, summary, TestDevice } from '../../doubles/log-entries';
import { LogWriter, minutes } from '../../doubles/log-writer';
import { viborgPlan } from '../../doubles/plans';
import { valued } from '../../doubles/valued';

const plan = viborgPlan();
const formatMoment = (ms: number) => `kl. ${ms}`;
const formatDuration = (ms: number) => `${ms / 60_000} min`;

/** The lines of a table, without what stands around its fields. */
const linesOf = (csv: string) =>
	csv
		.slice(1)
		.trimEnd()
		.split('\r\n')
		.map((line) => line.slice(1, -1).split('";"'));

describe('a log as a table', () => {
	it('has what happened in its order, with both times, who, and what no longer counts', () => {
		const writer = new LogWriter(1);
		writer.write('incidentOpened', { title: 'T', mode: 'real', planId: 'p', planFingerprint: 'f' }, 0);
		writer.write('participantJoined', { name: 'Anna' }, 1);
		const wrong = writer.write('observed', { text: 'Nede', certainty: 'likely' }, 2);
		writer.write('corrected', { entryId: wrong.id, text: 'Oppe', isVoid: true }, 3);
		writer.write('observed', { text: 'På papir', certainty: 'confirmed' }, 60, {
			occurredAtMs: minutes(1.5),
			copiedFrom: 'paper'
		});
		const state = foldIncident(writer.entries);
		const [head, ...rows] = linesOf(
			logAsCsv(writer.entries, { plan, state, formatMoment }, minutes(60), formatDuration)
		);
		expect(rows.every((row) => row.length === head?.length)).toBe(true);
		expect(rows.map((row) => row.slice(1, 5))).toEqual([
			['2026-11-24 21:00', '2026-11-24 21:00', 'Hændelse oprettet', 'T'],
			['2026-11-24 21:01', '2026-11-24 21:01', 'Deltager', 'Anna skriver i loggen fra denne telefon'],
			['2026-11-24 21:01', '2026-11-24 22:00', 'Oplysning', 'På papir'],
			['2026-11-24 21:02', '2026-11-24 21:02', 'Oplysning', 'Nede'],
			['2026-11-24 21:03', '2026-11-24 21:03', 'Rettelse', 'Gælder ikke: Oppe']
		]);
		expect(rows.map((row) => row[7])).toEqual(['', '', 'papir', '', '']);
		expect(rows.map((row) => row[8])).toEqual(['ja', 'ja', 'ja', 'nej', 'ja']);
	});

	it('is called an exercise where it is one', () => {
		const writer = new LogWriter(1);
		writer.write('incidentOpened', { title: 'T', mode: 'exercise', planId: 'p', planFingerprint: 'f' });
		const state = foldIncident(writer.entries);
		expect(logFileName(state, minutes(0))).toBe('beredt-log-oevelse-2026-11-24-2100');
		const [, row] = linesOf(logAsCsv(writer.entries, { plan, state, formatMoment }, 0, formatDuration));
		expect(row?.[0]).toBe('ØVELSE');
	});
});

describe('a log as its authors signed it', () => {
	/** Two phones that wrote three entries each. */
	function log() {
		const devices = [new TestDevice(1), new TestDevice(2)];
		const entries = devices
			.flatMap((device, at) => [
				device.next({
					kind: 'participantJoined',
					payload: payloadOf('participantJoined', { name: ['Anna', 'Bo'][at] ?? '' })
				}),
				...device.chain(2)
			])
			.sort(compareEntries);
		return { entries, state: foldIncident(entries) };
	}
	const incidents = { incidents: async () => ok([summary()]) };

	it('is found whole by the verifier', async () => {
		const { entries, state } = log();
		const text = valued(await logAsFile(incidents, INCIDENT, entries, state, minutes(0)));
		const report = valued(await verifyLog(text, await createDeviceKeys()));
		expect(report.isSound).toBe(true);
		expect(report.authors.map(({ name }) => name).sort()).toEqual(['Anna', 'Bo']);
	});

	it('cannot have an exercise called a real incident, nor the other way round', async () => {
		for (const [signed, told] of [
			['exercise', 'Filen kalder det en virkelig hændelse'],
			['real', 'Filen kalder det en øvelse']
		] as const) {
			const payload = payloadOf('incidentOpened', {
				title: 'T',
				mode: signed,
				planId: 'p',
				planFingerprint: 'f'
			});
			const entries = [new TestDevice(1).next({ kind: 'incidentOpened', payload })];
			const log = { incidents: async () => ok([summary({ mode: signed })]) };
			const text = valued(await logAsFile(log, INCIDENT, entries, foldIncident(entries), minutes(0)));
			const file = JSON.parse(text) as { incident: { mode: string } };
			expect(file.incident.mode).toBe(signed);
			expect(valued(await verifyLog(text, await createDeviceKeys())).isSound).toBe(true);

			file.incident.mode = signed === 'real' ? 'exercise' : 'real';
			const report = valued(await verifyLog(JSON.stringify(file), await createDeviceKeys()));
			expect(report.isSound).toBe(false);
			expect(report.findings).toEqual([{ code: 'otherMode', signed }]);
			expect(findingSentence(report.findings[0]!, report)).toContain(told);
		}
	});

	it('has no file where the incident is gone', async () => {
		const { entries, state } = log();
		const none = { incidents: async () => ok([]) };
		expect(await logAsFile(none, INCIDENT, entries, state, 0)).toEqual({
			ok: false,
			error: { code: 'incidentGone' }
		});
	});

	it('has what is wrong in it told in a sentence, each with whom it is about', async () => {
		const { entries, state } = log();
		const text = valued(await logAsFile(incidents, INCIDENT, entries, state, minutes(0)));
		const file = JSON.parse(text) as { entries: string[] };
		const bo = entries.findIndex(
			(entry) => entry.deviceId === new TestDevice(2).deviceId && entry.sequence === 2
		);
		file.entries.splice(bo, 1);
		file.entries.push(file.entries[0] ?? '', 'no entry');
		const report = valued(await verifyLog(JSON.stringify(file), await createDeviceKeys()));
		const sentences = report.findings.map((finding) => findingSentence(finding, report));
		expect(sentences).toContain('Mangler: nr. 2 af Bo.');
		expect(sentences.some((one) => one.startsWith('Gentaget: Post 6'))).toBe(true);
		expect(sentences).toContain('Ændret: Post 7 er ikke længere en post.');
	});
});
