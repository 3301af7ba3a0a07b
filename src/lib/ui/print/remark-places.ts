import type { PlanWarning } from '$lib/domain/plan/schema';

/** A place on paper below which remarks are printed. */
export interface PaperPlace {
	readonly key: string;
	/** What stands there as a whole. */
	readonly ids: readonly string[];
	/** What stands there as rows, each of which only names the numbers of its remarks. */
	readonly rows: readonly string[];
}

export interface NumberedRemark {
	readonly number: number;
	readonly remark: PlanWarning;
}

/** Where each remark is printed. Paper has no links: a remark is printed once, and named by its number after that. */
export interface RemarkPlaces {
	/** The remarks printed in full at a place, and the numbers of those about it that stood earlier. */
	at(key: string): { readonly full: readonly NumberedRemark[]; readonly seeAlso: readonly number[] };
	/** The numbers of the remarks about one id. */
	numbersOf(id: string): readonly number[];
	/** Those about nothing that is on this paper. */
	readonly elsewhere: readonly NumberedRemark[];
}

const WEIGHT = { high: 0, medium: 1, low: 2 };

/**
 * Gives every remark a number and the first place that it is about, the graver first where several meet.
 * @param places All places, in the order in which they are printed.
 */
export function placeRemarks(warnings: readonly PlanWarning[], places: readonly PaperPlace[]): RemarkPlaces {
	const full = new Map<string, NumberedRemark[]>();
	const numbers = new Map<PlanWarning, number>();
	const numbered = (remark: PlanWarning): NumberedRemark => {
		const number = numbers.size + 1;
		numbers.set(remark, number);
		return { number, remark };
	};
	const isAbout = (remark: PlanWarning, ids: readonly string[]) =>
		remark.about.some((id) => ids.includes(id));
	const byWeight = [...warnings].sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);

	for (const place of places) {
		const here = byWeight.filter(
			(remark) => !numbers.has(remark) && isAbout(remark, [...place.ids, ...place.rows])
		);
		full.set(place.key, here.map(numbered));
	}
	const elsewhere = byWeight.filter((remark) => !numbers.has(remark)).map(numbered);

	const numbersAbout = (ids: readonly string[]) =>
		warnings
			.filter((remark) => isAbout(remark, ids))
			.map((remark) => numbers.get(remark) ?? 0)
			.sort((a, b) => a - b);
	const idsOf = new Map(places.map((place) => [place.key, place.ids]));
	return {
		at(key) {
			const here = full.get(key) ?? [];
			const said = new Set(here.map(({ number }) => number));
			return {
				full: here,
				seeAlso: numbersAbout(idsOf.get(key) ?? []).filter((number) => !said.has(number))
			};
		},
		numbersOf: (id) => numbersAbout([id]),
		elsewhere
	};
}
