import { m } from '$lib/paraglide/messages';
import type { FileProblem } from './picked-file';
import type { TakeProblem } from './parcels';
import { storageMessage } from './storage-messages';

/** Why a parcel was not made, or nothing was taken from one, in a sentence that says what to do. */
export function parcelMessage(problem: TakeProblem | FileProblem): string {
	switch (problem.code) {
		case 'notAParcel':
			return m.parcel_problem_notAParcel();
		case 'otherVersion':
			return m.parcel_problem_otherVersion();
		case 'damaged':
			return m.parcel_problem_damaged();
		case 'otherGroup':
			return m.parcel_problem_otherGroup();
		case 'tooLarge':
			return m.parcel_problem_tooLarge();
		case 'ownParcel':
			return m.parcel_problem_ownParcel();
		case 'notAMember':
			return m.parcel_problem_notAMember();
		case 'fileUnreadable':
			return m.parcel_problem_unreadable();
		default:
			return storageMessage(problem);
	}
}
