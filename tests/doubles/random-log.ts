import fc from 'fast-check';
import type { EntryId, LogEntry } from '$lib/domain/log/entry';
import { LogWriter } from './log-writer';

const STEPS = ['S-1', 'S-2', 'S-3'];
type Act = (writer: LogWriter, known: readonly LogEntry[], pick: number) => void;

const idOf = (known: readonly LogEntry[], pick: number, kind?: string): EntryId | undefined => {
	const fitting = kind === undefined ? known : known.filter((entry) => entry.kind === kind);
	return fitting[pick % Math.max(1, fitting.length)]?.id;
};

/** Acts of every sort that changes a fold, among few things, so that they meet. */
const ACTS: readonly Act[] = [
	(w, _, n) => w.write('participantJoined', { name: `Person ${n % 3}` }),
	(w, _, n) =>
		w.write('alarmReceived', { sourceId: 'source', what: `alarm ${n}`, serviceIds: [`KY${n % 3}`] }),
	(w, _, n) => w.write('assessed', { by: 'B', outcome: n % 2 ? 'tellDecider' : 'handledInOperations' }),
	(w, _, n) =>
		w.write('notified', {
			name: `N${n % 4}`,
			outcome: n % 2 ? 'reached' : 'notReached',
			isDecider: n % 3 === 0
		}),
	(w, _, n) =>
		w.write('decided', { by: 'A', answer: 'nej', outcome: n % 2 ? 'doNotActivate' : 'tellManagement' }),
	(w) => w.write('activated', { by: 'A' }),
	(w) => w.write('groupAssembled', { names: ['A', 'B'] }),
	(w, _, n) =>
		w.write('roleTaken', {
			roleId: n % 2 ? 'chair' : 'coordinator',
			name: `R${n % 3}`,
			function: n % 2 ? 'chair' : 'coordinator',
			mustAdjustGroup: n % 3 === 0
		}),
	(w, _, n) => w.write('absenceNoted', { name: `R${n % 3}`, isAbsent: n % 2 === 0, reason: 'other' }),
	(w, _, n) => w.write('groupAdjusted', { way: n % 2 ? 'stays' : 'replaced', name: 'R0', why: 'få folk' }),
	(w, _, n) =>
		w.write('shiftHandedOver', {
			roleId: n % 2 ? 'chair' : null,
			from: `R${n % 3}`,
			to: 'R1',
			text: 'vagtskifte'
		}),
	(w, _, n) => w.write('staffLeft', { name: `R${n % 3}` }),
	(w, _, n) => w.write('channelStatusSet', { channelId: `ch${n % 2}`, status: n % 2 ? 'down' : 'working' }),
	(w, _, n) => w.write('serviceStatusSet', { serviceId: `KY${n % 3}`, status: n % 2 ? 'down' : 'normal' }),
	(w, _, n) => w.write('stepTicked', { cardId: 'C-1', stepId: STEPS[n % 3] ?? 'S-1' }),
	(w, _, n) => w.write('stepUnticked', { cardId: 'C-1', stepId: STEPS[n % 3] ?? 'S-1' }),
	(w, _, n) =>
		w.write('stepDismissed', { cardId: 'C-1', stepId: STEPS[n % 3] ?? 'S-1', reason: 'findes ikke' }),
	(w, _, n) => w.write('taskGiven', { text: `opgave ${n}` }),
	(w, known, n) => {
		const taskId = idOf(known, n, 'taskGiven');
		if (taskId) w.write(n % 2 ? 'taskTaken' : 'taskDone', { taskId });
	},
	(w, _, n) =>
		w.write('deadlineStarted', {
			title: 'frist',
			anchorMs: n,
			dueMs: n + 1,
			source: 'egen frist',
			certainty: 'own'
		}),
	(w, known, n) => {
		const deadlineId = idOf(known, n, 'deadlineStarted');
		if (deadlineId) w.write('deadlineMoved', { deadlineId, dueMs: n * 7, why: 'udsat' });
	},
	(w, _, n) => w.write('pictureWritten', { section: n % 2 ? 'known' : 'next', text: `tekst ${n}` }),
	(w, known, n) => {
		const entryId = idOf(known, n);
		if (entryId) w.write('corrected', { entryId, text: 'forkert', isVoid: n % 2 === 0 });
	},
	(w) => w.writeRaw('kindOfTomorrow', { x: 1 }),
	(w) => w.writeRaw('stepTicked', { cardId: 7 }),
	(w) => w.write('deactivated', { by: 'A' }),
	(w) => w.write('evaluated', { by: 'A' })
];

/** A log that up to three phones wrote, their clocks up to years off, having met now and then. */
export const randomLog = fc
	.array(
		fc.record({
			phone: fc.integer({ min: 1, max: 3 }),
			act: fc.nat(ACTS.length - 1),
			pick: fc.nat(50),
			clockMs: fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1.79e12, max: 1.7901e12 })),
			meets: fc.option(fc.integer({ min: 1, max: 3 }))
		}),
		{ minLength: 1, maxLength: 40 }
	)
	.map((acts) => {
		const writers = [1, 2, 3].map((number) => new LogWriter(number));
		const known: LogEntry[] = [];
		for (const { phone, act, pick, clockMs, meets } of acts) {
			const writer = writers[phone - 1];
			const other = meets === null ? undefined : writers[meets - 1];
			if (!writer) continue;
			if (other) writer.meet(other);
			writer.nowMs = clockMs;
			const before = writer.entries.length;
			ACTS[act]?.(writer, known, pick);
			known.push(...writer.entries.slice(before));
		}
		return known;
	});
