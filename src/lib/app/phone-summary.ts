import type { IsoInstant } from '../base/time';
import { foldChecklist, type ChecklistEvent } from '../domain/checklist/checklist';
import type { HeldPlan, PhoneContent } from '../domain/phone-data/phone-content';

/** How many of something there are, and when the newest was made; null when there is none. */
export interface Tally {
	readonly count: number;
	readonly newestAt: IsoInstant | null;
}

/** What a phone, or a phone-data file, holds, to be told to a person. */
export interface PhoneSummary {
	readonly plan: HeldPlan | null;
	readonly previousPlan: HeldPlan | null;
	/** Steps that are ticked now, of whatever plan; the newest is of all ticking and unticking. */
	readonly ticked: Tally;
	readonly contactUpdates: Tally;
	readonly acknowledgements: Tally;
	/** The newest first. */
	readonly incidents: readonly {
		readonly title: string;
		readonly mode: 'real' | 'exercise';
		readonly openedAt: IsoInstant;
		readonly closedAt: IsoInstant | null;
		readonly entries: number;
		readonly photos: number;
	}[];
	readonly attachments: readonly {
		readonly name: string;
		readonly bytes: number;
		readonly addedAt: IsoInstant;
	}[];
}

/** Counts what `content` holds. */
export function summarise(content: PhoneContent): PhoneSummary {
	return {
		plan: content.plan,
		previousPlan: content.previousPlan,
		ticked: {
			count: countTicked(content.checklist),
			newestAt: newest(content.checklist.map(({ at }) => at))
		},
		contactUpdates: tally(content.contactUpdates.map(({ confirmedAt }) => confirmedAt)),
		acknowledgements: tally(content.acknowledgements.map(({ at }) => at)),
		incidents: content.incidents
			.map(({ summary, entries, files }) => ({
				title: summary.title,
				mode: summary.mode,
				openedAt: summary.openedAt,
				closedAt: summary.closedAt,
				entries: entries.length,
				photos: files.length
			}))
			.sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1)),
		attachments: content.attachments.map(({ name, bytes, addedAt }) => ({
			name,
			bytes: bytes.byteLength,
			addedAt
		}))
	};
}

function tally(instants: readonly IsoInstant[]): Tally {
	return { count: instants.length, newestAt: newest(instants) };
}

function newest(instants: readonly IsoInstant[]): IsoInstant | null {
	return instants.reduce<IsoInstant | null>(
		(latest, one) => (latest === null || one > latest ? one : latest),
		null
	);
}

/** A step's id is its plan's own, and a run's ticks are that run's. */
function countTicked(events: readonly ChecklistEvent[]): number {
	const lists = new Map<string, ChecklistEvent[]>();
	for (const event of events) {
		const key = JSON.stringify([event.runId, event.planId]);
		const list = lists.get(key);
		if (list) list.push(event);
		else lists.set(key, [event]);
	}
	return [...lists.values()].reduce((sum, list) => sum + foldChecklist(list).size, 0);
}
