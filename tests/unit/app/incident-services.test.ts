import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '$lib/app/create-app';
import { authorWord } from '$lib/app/entry-words';
import { openIncidentServices, type IncidentServices } from '$lib/app/incident-services';
import { fail } from '$lib/base/result';
import { act } from '$lib/domain/incident/acts';
import { foldIncident } from '$lib/domain/incident/fold';
import type { IncidentId } from '$lib/domain/log/entry';
import type { PhoneStorage } from '$lib/ports/repositories';
import { createDeviceKeys } from '$lib/security/device-keys';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { YIncidentDocuments } from '$lib/sync/document/y-incident-documents';
import { FixedClock } from '../../doubles/clock';
import { withoutGroup } from '../../doubles/app-parts';
import { SeededIds } from '../../doubles/ids';
import { viborgPlan } from '../../doubles/plans';
import { valued } from '../../doubles/valued';

const plan = viborgPlan();
const alarm = { sourceId: null, source: 'x', what: null, serviceIds: [] };
const person = (name: string) => ({ name, roleId: null, contactId: null });

let storage: PhoneStorage;
let documentsLoaded: number;
let app: App;
let services: IncidentServices;
beforeEach(async () => {
	storage = createMemoryStorage(null);
	documentsLoaded = 0;
	app = {
		storage,
		firstReading: () => Promise.resolve(null),
		embedded: { fingerprint: 'x', load: () => Promise.resolve(fail({ code: 'planNotJson', detail: '' })) },
		clock: new FixedClock(),
		ids: new SeededIds(),
		deviceKeys: createDeviceKeys,
		...withoutGroup,
		incidentDocuments: () => {
			documentsLoaded += 1;
			return Promise.resolve(new YIncidentDocuments(storage.documents));
		}
	};
	services = valued(await openIncidentServices(app));
});

const begin = async (title: string) =>
	valued(await services.open({ title, mode: 'real', exerciseId: null, plan, planFingerprint: 'f', alarm }));
const entriesOf = async (incidentId: IncidentId) =>
	valued(await storage.log.all(incidentId)).rows.map((row) => row.entry);

describe('a further alarm', () => {
	it('is by whoever holds the phone now, though they said so in another incident', async () => {
		valued(await services.setPerson(person('Ole')));
		const first = await begin('en');
		valued(await services.setPerson(person('Erik')));
		await begin('to');
		valued(await services.addAlarm(first, alarm));
		const entries = await entriesOf(first);
		const state = foldIncident(entries);
		expect(state.alarms.map((one) => authorWord(one, state))).toEqual(['Ole', 'Erik']);
	});

	it('says nobody anew who is known', async () => {
		valued(await services.setPerson(person('Ole')));
		const incident = await begin('en');
		const before = (await entriesOf(incident)).length;
		valued(await services.addAlarm(incident, alarm));
		expect(await entriesOf(incident)).toHaveLength(before + 1);
	});
});

describe('the documents of incidents', () => {
	it('are of one making, when several screens ask for them while their code is loaded', async () => {
		const [one, other] = [await begin('en'), await begin('to')];
		const reports = await Promise.all([services.carry(one), services.carry(other)]);
		expect(reports.every((report) => report.ok)).toBe(true);
		expect(documentsLoaded).toBe(1);
		// both go on with what is written
		for (const incident of [one, other]) {
			const stored = valued(await storage.documents.load(incident)).length;
			valued(await services.write(incident, [act('observed', { text: 'x', certainty: 'likely' })]));
			expect(valued(await storage.documents.load(incident)).length).toBe(stored + 1);
		}
	});

	it('whose code could not be had are asked for again the next time', async () => {
		const incident = await begin('en');
		const load = app.incidentDocuments;
		Object.assign(app, { incidentDocuments: () => Promise.reject(new Error('gone')) });
		expect(await services.carry(incident)).toMatchObject({ ok: false, error: { code: 'storageFailed' } });
		Object.assign(app, { incidentDocuments: load });
		expect(valued(await services.carry(incident))).toMatchObject({ repaired: 0 });
	});
});
