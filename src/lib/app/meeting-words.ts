import { m } from '$lib/paraglide/messages';
import type { ApartReason } from '../ports/group';
import type { MeetingProblem } from '../ports/meeting';
import type { GroupProblem } from './group';
import type { NoGroups } from './group-services';
import type { HubAddressProblem } from './hub-address';
import { storageMessage } from './storage-messages';
import { textMessage } from './text-messages';
import { writeMessage } from './write-messages';

const MEETING: Readonly<Record<MeetingProblem['code'], () => string>> = {
	notACode: m.meet_problem_notACode,
	otherVersion: m.meet_problem_otherVersion,
	cutShort: m.meet_problem_cutShort,
	damaged: m.meet_problem_damaged,
	otherGroup: m.meet_problem_otherGroup,
	otherOffer: m.meet_problem_otherOffer,
	notAnAnswer: m.meet_problem_notAnAnswer,
	isAnAnswer: m.meet_problem_isAnAnswer,
	ownCode: m.meet_problem_ownCode,
	noGroup: m.meet_problem_noGroup,
	inGroup: m.meet_problem_inGroup,
	inviteOver: m.meet_problem_inviteOver,
	unsupported: m.meet_problem_unsupported,
	noAddress: m.meet_problem_noAddress,
	unusable: m.meet_problem_unusable,
	timedOut: m.meet_problem_timedOut,
	lost: m.meet_problem_lost,
	cancelled: m.meet_problem_cancelled,
	notOfTheGroup: m.meet_problem_notOfTheGroup,
	ownDevice: m.meet_problem_ownDevice,
	refused: m.meet_problem_refused,
	malformed: m.meet_problem_malformed,
	notAdmitted: m.meet_problem_notAdmitted,
	notKept: m.meet_problem_notKept,
	busy: m.meet_problem_busy,
	badPlan: m.meet_problem_badPlan
};

/** Why phones did not meet, in a sentence that says what to do. */
export function meetingMessage({ code, codeAgeMinutes }: MeetingProblem): string {
	if (code === 'timedOut' && codeAgeMinutes !== undefined)
		return m.meet_problem_timedOut_old({ minutes: codeAgeMinutes });
	return MEETING[code]();
}

const APART: Readonly<Record<ApartReason, () => string>> = {
	malformed: m.group_apart_malformed,
	badSignature: m.group_apart_badSignature,
	notAMember: m.group_apart_notAMember,
	revoked: m.group_apart_revoked,
	brokenChain: m.group_apart_brokenChain
};

/** Why there are no groups on this phone, in a sentence. */
export function noGroupsMessage(problem: NoGroups): string {
	return problem.code === 'insecureOrigin' ? m.group_insecure() : storageMessage(problem);
}

/** Why an address is none of a hub's, in a sentence that says what to do. */
export function hubMessage({ code }: HubAddressProblem): string {
	return code === 'notSecure' ? m.hub_problem_notSecure() : m.hub_problem_notAnAddress();
}

/** Why an entry was not let into the log. */
export function apartWord(reason: ApartReason): string {
	return APART[reason]();
}

/** Why nothing was done to the group, in a sentence. */
export function groupMessage(problem: GroupProblem): string {
	switch (problem.code) {
		case 'inGroup':
		case 'otherGroup':
			return m.group_problem_inGroup();
		case 'notInGroup':
			return m.group_problem_notInGroup();
		case 'lastLeader':
			return m.group_last_leader();
		case 'personUnknown':
		case 'personMalformed':
			return m.group_problem_person();
		case 'groupRule':
			return m.group_problem_rule();
		case 'textEmpty':
		case 'textTooLong':
			return textMessage(problem);
		default:
			return writeMessage(problem);
	}
}
