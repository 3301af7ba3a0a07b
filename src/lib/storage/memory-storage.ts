import { ok } from '$lib/base/result';
import { bySequence, type ChecklistEvent } from '$lib/domain/checklist/checklist';
import type { HeldPlan, PhoneContent, PhoneStorage } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import { incidentsToRestore } from './incident-content';
import { createMemoryAccess } from './memory-access';
import { MemoryDocumentRepository } from './memory-documents';
import { memoryApart, memoryGroup, MemoryGroupTables, memoryReceipts } from './memory-group';
import { MemoryIdentityRepository } from './memory-identity';
import { MemoryList } from './memory-list';
import { MemoryLogRepository } from './memory-log';
import { mergePlanSlots, merging, type PlanSlots } from './merge';
import { checkRows, rowsOfContent } from './rows';

/**
 * A storage that forgets when the app is closed: for a browser that refuses a database, and for tests.
 * @param reason Why nothing is kept, for the person; null in tests.
 */
export function createMemoryStorage(reason: StorageError | null): PhoneStorage {
	let slots: PlanSlots<HeldPlan> = { current: undefined, previous: undefined };
	const events = new Map<string, ChecklistEvent>();
	const updates = new MemoryList('contactUpdates', merging.contactUpdates);
	const acknowledgements = new MemoryList('acknowledgements', merging.acknowledgements);
	const attachments = new MemoryList('attachments', merging.attachments);
	const access = createMemoryAccess();
	const { read, write, observe } = access;
	const documents = new MemoryDocumentRepository(access);
	const identity = new MemoryIdentityRepository(access);
	const groups = new MemoryGroupTables();
	const log = new MemoryLogRepository(access, documents, groups, () => identity.publicKey);

	const allEvents = () => [...events.values()].sort(bySequence);
	const eventsOf = (runId: string) => allEvents().filter((event) => event.runId === runId);
	const addUnknownEvents = (added: readonly ChecklistEvent[]) => {
		for (const event of added) if (!events.has(event.id)) events.set(event.id, event);
	};

	return {
		kind: 'memory',
		reason,
		plans: {
			current: () => read(slots.current ?? null),
			previous: () => read(slots.previous ?? null),
			replace: (held) =>
				write(() => {
					const differs = slots.current?.fingerprint !== held.fingerprint;
					slots = {
						current: structuredClone(held),
						previous: (differs ? slots.current : undefined) ?? slots.previous
					};
					return ok(undefined);
				}),
			observeCurrent: (observer) => observe(() => slots.current ?? null, observer)
		},
		checklist: {
			append: (added) =>
				write(() => {
					const checked = checkRows('checklistEvents', added);
					if (!checked.ok) return checked;
					addUnknownEvents(checked.value);
					return ok(undefined);
				}),
			ofRun: (runId) => read(eventsOf(runId)),
			all: () => read(allEvents()),
			observeRun: (runId, observer) => observe(() => eventsOf(runId), observer)
		},
		contactUpdates: {
			put: (update) => write(() => updates.put(update)),
			remove: (planId, contactId) => write(() => updates.remove([planId, contactId])),
			all: () => read(updates.all()),
			observeAll: (observer) => observe(() => updates.all(), observer)
		},
		acknowledgements: {
			put: (acknowledgement) => write(() => acknowledgements.put(acknowledgement)),
			remove: (planId, warningId) => write(() => acknowledgements.remove([planId, warningId])),
			all: () => read(acknowledgements.all()),
			observeAll: (observer) => observe(() => acknowledgements.all(), observer)
		},
		attachments: {
			put: (attachment) => write(() => attachments.put(attachment)),
			get: (planId, blockId) => read(attachments.get([planId, blockId])),
			remove: (planId, blockId) => write(() => attachments.remove([planId, blockId])),
			all: () => read(attachments.all())
		},
		log,
		identity,
		documents,
		group: memoryGroup(access, groups, log),
		receipts: memoryReceipts(access, groups, log),
		apart: memoryApart(access, groups, log),
		restore: (content) =>
			write(() => {
				const rows = rowsOfContent(content);
				if (!rows.ok) return rows;
				const incidents = incidentsToRestore(content);
				if (!incidents.ok) return incidents;
				const { plan, previousPlan } = structuredClone({
					plan: content.plan ?? undefined,
					previousPlan: content.previousPlan ?? undefined
				});
				slots = mergePlanSlots(slots, { current: plan, previous: previousPlan });
				addUnknownEvents(rows.value.checklistEvents);
				updates.putNewer(rows.value.contactUpdates);
				acknowledgements.putNewer(rows.value.acknowledgements);
				attachments.putNewer(rows.value.attachments);
				log.restore(incidents.value);
				return ok(undefined);
			}),
		readAll: () =>
			read<PhoneContent>({
				plan: slots.current ?? null,
				previousPlan: slots.previous ?? null,
				checklist: allEvents(),
				contactUpdates: updates.all(),
				acknowledgements: acknowledgements.all(),
				attachments: attachments.all(),
				...log.content()
			}),
		deleteAll: () =>
			write(() => {
				slots = { current: undefined, previous: undefined };
				for (const list of [events, updates, acknowledgements, attachments, log, identity, documents, groups])
					list.clear();
				return ok(undefined);
			}),
		// nothing else can get at this memory, nor damage it
		onTrouble: () => () => undefined
	};
}
