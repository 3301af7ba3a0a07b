import { describe, expect, it } from 'vitest';
import { foldIncident } from '$lib/domain/incident/fold';
import { correctionAct, EMPTY_NOTE, noteAct, NOTE_KINDS, peopleNow } from '$lib/domain/incident/notes';
import { LogWriter, minutes } from '../../../doubles/log-writer';
import { valued } from '../../../doubles/valued';

const actor = { name: 'Anna', roleId: 'chair', contactId: null };
const now = minutes(60);

describe('a note', () => {
	it('is an information that nobody has confirmed, until somebody says so', () => {
		const written = valued(noteAct('observed', { ...EMPTY_NOTE, text: ' Ingen net ' }, actor, now));
		expect(written).toEqual({
			kind: 'observed',
			payload: { text: 'Ingen net', certainty: 'unconfirmed', source: null, serviceIds: [] },
			occurredAtMs: null,
			copiedFrom: null
		});
	});

	it('is a decision of whoever writes, or of whom they name', () => {
		const note = { ...EMPTY_NOTE, text: 'Vi lukker', why: '  ' };
		expect(valued(noteAct('decided', note, actor, now)).payload).toMatchObject({
			by: 'Anna',
			roleId: 'chair',
			answer: 'Vi lukker',
			why: null
		});
		const other = { ...note, by: { name: 'Bo', roleId: null }, why: 'Smitte' };
		expect(valued(noteAct('decided', other, actor, now)).payload).toMatchObject({
			by: 'Bo',
			roleId: null,
			why: 'Smitte'
		});
	});

	it('is a task, due so many minutes from now, or from when it was given on paper', () => {
		const note = { ...EMPTY_NOTE, text: 'Hent nøgler', to: 'Bo', dueMinutes: 30 };
		expect(valued(noteAct('taskGiven', note, actor, now)).payload).toMatchObject({
			to: 'Bo',
			dueMs: minutes(90)
		});
		// 24.11.2026 21.10 in Denmark is ten minutes past the start of the test's log
		const paper = { ...note, paperTime: '2026-11-24T21:10' };
		expect(valued(noteAct('taskGiven', paper, actor, now))).toMatchObject({
			payload: { dueMs: minutes(40) },
			occurredAtMs: minutes(10),
			copiedFrom: 'paper'
		});
	});

	it('is a message to somebody', () => {
		const note = { ...EMPTY_NOTE, text: 'Vi ringer kl. 9', to: 'Borgerservice', channelId: 'sms' };
		expect(valued(noteAct('messageSent', note, actor, now)).payload).toEqual({
			to: 'Borgerservice',
			channelId: 'sms',
			text: 'Vi ringer kl. 9'
		});
		expect(noteAct('messageSent', { ...note, to: ' ' }, actor, now)).toEqual({
			ok: false,
			error: { field: 'to', problem: { code: 'textEmpty' } }
		});
	});

	it.each(NOTE_KINDS)('as %s is refused when empty, far too long, or of no time', (kind) => {
		const note = { ...EMPTY_NOTE, to: 'Bo' };
		const problemOf = (changed: object) => {
			const result = noteAct(kind, { ...note, ...changed }, actor, now);
			return result.ok ? null : [result.error.field, result.error.problem.code];
		};
		expect(problemOf({ text: '\u202e \u0000' })).toEqual(['text', 'textEmpty']);
		expect(problemOf({ text: 'x'.repeat(1_000_000) })).toEqual(['text', 'textTooLong']);
		expect(problemOf({ text: 'x', paperTime: '2026-11-31T10:00' })).toEqual(['paperTime', 'noTime']);
		expect(problemOf({ text: 'x' })).toBeNull();
	});
});

describe('a correction', () => {
	it('refers to the entry, and may say that it does not count', () => {
		const { id } = new LogWriter(1).write('evaluated', { by: 'Bo' });
		expect(valued(correctionAct(id, 'Det var 03.10', false)).payload).toEqual({
			entryId: id,
			text: 'Det var 03.10',
			isVoid: false
		});
		expect(correctionAct(id, ' ', true).ok).toBe(false);
	});
});

describe('whom a note may be about', () => {
	it('is whoever has a role, the staff and whoever writes, each once', () => {
		const writer = new LogWriter(1);
		writer.write('participantJoined', { name: 'Anna', roleId: null });
		writer.write('roleTaken', { roleId: 'chair', name: 'Anna' });
		writer.write('roleTaken', { roleId: 'incidentCoordinator', name: 'Bo' });
		writer.write('roleTaken', { roleId: 'incidentCoordinator', name: 'Carl' });
		writer.write('staffJoined', { name: 'Ditte' });
		expect(peopleNow(foldIncident(writer.entries))).toEqual([
			{ name: 'Anna', roleId: 'chair' },
			{ name: 'Carl', roleId: 'incidentCoordinator' },
			{ name: 'Ditte', roleId: null }
		]);
	});
});
