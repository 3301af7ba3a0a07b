import { beforeEach, describe, expect, it } from 'vitest';
import { fail } from '$lib/base/result';
import type { PhoneStorage } from '$lib/ports/repositories';
import { ATTACHMENT_MAX_BYTES, PlanAttachment, type ChosenFile } from '$lib/state/plan-attachment.svelte';
import { createMemoryStorage } from '$lib/storage/memory-storage';

const NOW = Date.parse('2026-11-24T14:00:00.000Z');
const PDF = '%PDF-1.7\nthe plan';
let storage: PhoneStorage;
let attachment: PlanAttachment;

function chosen(name: string, text: string, size = text.length): ChosenFile {
	return { name, size, arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer) };
}
const stored = async () => {
	const read = await storage.attachments.get('plan', 'block');
	if (!read.ok) throw new Error(read.error.detail);
	return read.value;
};

beforeEach(async () => {
	storage = createMemoryStorage(null);
	attachment = new PlanAttachment({ storage, clock: { now: () => NOW } }, 'plan', 'block');
	await attachment.load();
});

describe('a document of the plan on this phone', () => {
	it('is kept with its name and when it was added', async () => {
		await attachment.attach(chosen('plan.pdf', PDF));
		expect(attachment.held).toMatchObject({ name: 'plan.pdf', addedAt: '2026-11-24T14:00:00.000Z' });
		expect(new TextDecoder().decode((await stored())?.bytes)).toBe(PDF);
	});

	it('is there again when the screen is opened anew', async () => {
		await attachment.attach(chosen('plan.pdf', PDF));
		const again = new PlanAttachment({ storage, clock: { now: () => NOW } }, 'plan', 'block');
		await again.load();
		expect(again.held?.name).toBe('plan.pdf');
	});

	it.each([
		['notPdf', chosen('plan.pdf', 'PK a text document with another name')],
		['empty', chosen('plan.pdf', '')],
		['tooLarge', chosen('plan.pdf', PDF, ATTACHMENT_MAX_BYTES + 1)],
		[
			'unreadable',
			{ ...chosen('plan.pdf', PDF), arrayBuffer: () => Promise.reject(new Error('in the cloud')) }
		]
	])('is refused as %s, and the one that was held stays', async (code, file) => {
		await attachment.attach(chosen('first.pdf', PDF));
		await attachment.attach(file);
		expect(attachment.refusal).toMatchObject({ code, name: 'plan.pdf' });
		expect(attachment.held?.name).toBe('first.pdf');
		expect((await stored())?.name).toBe('first.pdf');
	});

	it('is refused for its size before it is read', async () => {
		let wasRead = false;
		await attachment.attach({
			name: 'film.pdf',
			size: ATTACHMENT_MAX_BYTES + 1,
			arrayBuffer: () => {
				wasRead = true;
				return Promise.resolve(new ArrayBuffer(0));
			}
		});
		expect(wasRead).toBe(false);
	});

	it('takes the place of the one before', async () => {
		await attachment.attach(chosen('first.pdf', PDF));
		await attachment.attach(chosen('second.pdf', PDF));
		expect((await stored())?.name).toBe('second.pdf');
	});

	it('is removed, and comes back when that is undone', async () => {
		await attachment.attach(chosen('plan.pdf', PDF));
		await attachment.remove();
		expect([attachment.held, await stored()]).toEqual([null, null]);
		await attachment.undo();
		expect(attachment.held?.name).toBe('plan.pdf');
		expect((await stored())?.name).toBe('plan.pdf');
		expect(attachment.removed).toBeNull();
	});

	it('is not called kept when the phone is full', async () => {
		storage.attachments.put = () => Promise.resolve(fail({ code: 'storageFull', detail: '' }));
		await attachment.attach(chosen('plan.pdf', PDF));
		expect(attachment.held).toBeNull();
		expect(attachment.failure?.code).toBe('storageFull');
	});

	it('stays offered for undoing when putting it back failed', async () => {
		await attachment.attach(chosen('plan.pdf', PDF));
		await attachment.remove();
		storage.attachments.put = () => Promise.resolve(fail({ code: 'storageFull', detail: '' }));
		await attachment.undo();
		expect(attachment.removed?.name).toBe('plan.pdf');
	});

	it('says that it does not know when what is held cannot be read', async () => {
		storage.attachments.get = () => Promise.resolve(fail({ code: 'storageDamaged', detail: 'attachments' }));
		const other = new PlanAttachment({ storage, clock: { now: () => NOW } }, 'plan', 'block');
		await other.load();
		expect([other.isRead, other.held, other.failure?.code]).toEqual([false, null, 'storageDamaged']);
	});
});
