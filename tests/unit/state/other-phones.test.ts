import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IncidentServices } from '$lib/app/incident-services';
import { fromBase64Url } from '$lib/base/bytes';
import { toIsoInstant } from '$lib/base/time';
import type { LogEntry } from '$lib/domain/log/entry';
import type { PhoneStorage } from '$lib/ports/repositories';
import { IncidentController } from '$lib/state/incident.svelte';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { allOf, epochSecret, GROUP, smallGroup } from '../../doubles/group-log';
import { INCIDENT, LogWriter, START_MS } from '../../doubles/log-writer';
import { valued } from '../../doubles/valued';

const phones = smallGroup();
const [own, other] = phones;
let storage: PhoneStorage;
let incident: IncidentController;
let writer: LogWriter;

beforeEach(async () => {
	storage = createMemoryStorage(null);
	writer = new LogWriter(1);
	writer.write('incidentOpened', { title: 'T', mode: 'exercise', planId: 'p', planFingerprint: 'f' });
	await receive(INCIDENT, writer.entries);
	incident = open();
	const stops = [incident.follow(), incident.followOthers()];
	return () => {
		for (const stop of stops) stop();
	};
});

function open(): IncidentController {
	const { log, group, receipts } = storage;
	const services: Partial<IncidentServices> = {
		log,
		group,
		receipts,
		clock: { now: () => START_MS },
		deviceId: own.deviceId
	};
	return new IncidentController(services as IncidentServices, INCIDENT);
}

async function receive(logId: typeof INCIDENT, entries: readonly LogEntry[]) {
	const summary = {
		incidentId: logId,
		title: 'T',
		mode: 'exercise' as const,
		planId: 'p',
		planFingerprint: 'f',
		openedAt: toIsoInstant(START_MS),
		closedAt: null
	};
	const isGroup = logId === GROUP;
	valued(
		await storage.log.receive({ entries, summary: isGroup ? null : summary, documentUpdate: null, files: [] })
	);
}

async function beInGroup() {
	const secrets = [{ epoch: 1, secret: epochSecret(1) }];
	valued(
		await storage.group.put({ groupId: GROUP, joinedAt: toIsoInstant(START_MS), secrets, inviteSecrets: [] })
	);
	await receive(GROUP, allOf(...phones));
}

const by = (entry: LogEntry) => incident.others?.receivedBy(entry)?.by.map((member) => member.name);

describe('an incident’s other phones', () => {
	it('are nobody while this phone is in no group', async () => {
		await vi.waitFor(() => {
			expect(incident.isLoaded).toBe(true);
		});
		expect(incident.others).toBeNull();
	});

	it('have an entry as soon as they have said so, and are nobody again when the group was left', async () => {
		await beInGroup();
		const [entry] = writer.entries as [LogEntry];
		await vi.waitFor(() => {
			expect(by(entry)).toEqual([]);
		});
		const { deviceId, sequence, hash } = entry;
		const head = { deviceId, sequence, hash: (fromBase64Url(hash) ?? new Uint8Array()).slice(0, 8) };
		valued(
			await storage.receipts.put({
				logId: INCIDENT,
				deviceId: other.deviceId,
				heads: [head],
				atMs: START_MS
			})
		);
		await vi.waitFor(() => {
			expect(by(entry)).toEqual(['Person 2']);
		});
		valued(await storage.group.remove(GROUP));
		await vi.waitFor(() => {
			expect(incident.others?.receivedBy(entry)).toBeNull();
		});
	});

	it('are told of by what they wrote, until it is put away; never by what this phone wrote', async () => {
		await beInGroup();
		await vi.waitFor(() => {
			expect(incident.others).not.toBeNull();
		});
		expect(incident.others?.news).toBeNull();
		const theirs = new LogWriter(2);
		theirs.write('participantJoined', { name: 'Mette' }, 1);
		theirs.write('observed', { text: 'Strømmen er væk', certainty: 'likely' }, 2);
		await receive(INCIDENT, theirs.entries.slice(0, 1));
		await vi.waitFor(() => {
			expect(incident.others?.news?.ids.size).toBe(1);
		});
		writer.write('observed', { text: 'her', certainty: 'likely' }, 3);
		await receive(INCIDENT, [...theirs.entries, ...writer.entries]);
		await vi.waitFor(() => {
			expect(incident.others?.news?.ids).toEqual(new Set(theirs.entries.map(({ id }) => id)));
		});
		incident.others?.putAway();
		expect(incident.others?.news).toBeNull();
	});
});
