import { describe, expect, it } from 'vitest';
import { authorWord, holdersWord } from '$lib/app/entry-words';
import { foldIncident } from '$lib/domain/incident/fold';
import { LogWriter } from '../../doubles/log-writer';

const joined = (name: string) => ({ name, roleId: null, contactId: null });

describe('who wrote an entry', () => {
	it('is who held the phone then, though it has gone from hand to hand since', () => {
		const phone = new LogWriter(1);
		const opened = phone.write(
			'incidentOpened',
			{ title: 'x', mode: 'real', planId: 'p', planFingerprint: 'f' },
			0
		);
		phone.write('participantJoined', joined('Ole'), 0);
		const first = phone.write('observed', { text: 'en', certainty: 'confirmed' }, 1);
		phone.write('participantJoined', joined('Erik'), 2);
		const second = phone.write('observed', { text: 'to', certainty: 'confirmed' }, 3);
		phone.write('participantJoined', joined('Ole'), 4);
		const third = phone.write('observed', { text: 'tre', certainty: 'confirmed' }, 5);
		const state = foldIncident(phone.entries);
		expect([opened, first, second, third].map((entry) => authorWord(entry, state))).toEqual([
			'Ole',
			'Ole',
			'Erik',
			'Ole'
		]);
		expect(state.observations.map((one) => authorWord(one, state))).toEqual(['Ole', 'Erik', 'Ole']);
		expect(holdersWord(first.deviceId, state)).toBe('Ole, Erik');
	});

	it('is the phone, where nobody has said who holds it', () => {
		const phone = new LogWriter(1);
		const entry = phone.write('observed', { text: 'en', certainty: 'confirmed' }, 0);
		const state = foldIncident([entry]);
		expect(authorWord(entry, state)).toContain(entry.deviceId.slice(0, 6));
		expect(holdersWord(entry.deviceId, state)).toContain(entry.deviceId.slice(0, 6));
	});
});
