import { describe, expect, it } from 'vitest';
import { changedText, type TextChange } from '$lib/base/text-change';
import type { Said } from '$lib/domain/incident/state';
import type { DeviceId, EntryId } from '$lib/domain/log/entry';
import { PictureDraft } from '$lib/state/picture-draft.svelte';
import { DraftBook } from '$lib/sync/drafts/draft-exchange';
import { INCIDENT } from '../../doubles/carried-entries';
import { seededRandom } from '../../simulation/random';
import { VirtualTime } from '../../simulation/virtual-time';

const deviceId = 'A'.repeat(22) as DeviceId;
const said = (number: number, text: string): Said<'pictureWritten'> => ({
	section: 'known',
	text,
	entryId: (String(number).repeat(21) + 'A') as EntryId,
	deviceId,
	sequence: number,
	atMs: 0
});

/** A part of the picture on one phone, and what its field shows. */
function begun(written?: Said<'pictureWritten'>) {
	const time = new VirtualTime();
	const book = new DraftBook({
		own: deviceId,
		timers: time,
		nowMs: () => time.now(),
		random: seededRandom(1)
	});
	const draft = new PictureDraft(INCIDENT, 'known', written);
	let shown = draft.text;
	draft.follow((changes: readonly TextChange[]) => (shown = changes.reduce(changedText, shown)));
	const type = (text: string) => {
		shown = text;
		draft.typed(text, text.length);
	};
	return { book, draft, type, shown: () => shown };
}

describe('a part of the picture that is being written', () => {
	it('is written alone as well', () => {
		const { draft, type } = begun(said(1, 'Strøm'));
		type('Strøm nede');
		expect([draft.text, draft.isShared, draft.keptByOther]).toEqual(['Strøm nede', false, null]);
	});

	it('takes what was typed into what is shared', () => {
		const { book, draft, type } = begun(said(1, 'Strøm'));
		type('Strøm nede');
		draft.join(book);
		expect([draft.text, draft.isShared]).toEqual(['Strøm nede', true]);
		type('Al strøm nede');
		draft.kept(said(1, 'Strøm'));
		expect([draft.text, draft.keptByOther]).toEqual(['Al strøm nede', null]);
	});

	it('goes on from what another kept where that is what stands here, blanks at its ends aside', () => {
		const { book, draft, type, shown } = begun();
		draft.join(book);
		type('Strøm nede ');
		const kept = said(1, 'Strøm nede');
		draft.kept(kept);
		expect([draft.text, draft.keptByOther, shown()]).toEqual(['Strøm nede ', null, 'Strøm nede ']);
		type('Strøm nede igen');
		expect([draft.text, draft.keptByOther]).toEqual(['Strøm nede igen', null]);
	});

	it('keeps its words where another kept others, and says so until they are the same', () => {
		const { book, draft, type } = begun(said(1, 'Strøm'));
		draft.join(book);
		type('Min tekst');
		const kept = said(2, 'En anden tekst');
		draft.kept(kept);
		expect([draft.text, draft.keptByOther]).toEqual(['Min tekst', kept]);
		type('En anden tekst');
		expect(draft.keptByOther).toBeNull();
		type('En anden tekst, og mere');
		expect([draft.text, draft.keptByOther]).toEqual(['En anden tekst, og mere', null]);
	});

	it('tells of the newest that was kept, and that a text was taken back', () => {
		const { draft, type } = begun();
		type('Min tekst');
		draft.kept(said(1, 'en'));
		draft.kept(said(2, ''));
		expect(draft.keptByOther?.text).toBe('');
		type('  ');
		expect(draft.keptByOther).toBeNull();
	});

	it('leaves the field alone while a word is composed, whatever is kept or shared meanwhile', () => {
		const { book, draft, type, shown } = begun();
		draft.compose(true);
		type('str');
		draft.join(book);
		expect(draft.isShared).toBe(false);
		draft.kept(said(1, 'str'));
		type('strøm');
		draft.compose(false);
		expect([draft.text, shown(), draft.isShared]).toEqual(['strøm', 'strøm', true]);
		expect(draft.keptByOther?.text).toBe('str');
	});

	it('shares nothing any more when it was left', () => {
		const { book, draft, type } = begun();
		draft.join(book);
		type('væk');
		draft.leave();
		expect(book.open({ incidentId: INCIDENT, section: 'known', base: null }, '').text).toBe('');
	});
});
