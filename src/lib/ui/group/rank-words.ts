import type { Rank } from '$lib/domain/group/kinds';
import { m } from '$lib/paraglide/messages';

const WORDS: Readonly<Record<Rank, () => string>> = {
	observer: m.group_rank_observer,
	member: m.group_rank_member,
	leader: m.group_rank_leader
};
const HINTS: Readonly<Record<Rank, () => string>> = {
	observer: m.group_rank_observer_hint,
	member: m.group_rank_member_hint,
	leader: m.group_rank_leader_hint
};

/** What a rank is called. */
export function rankWord(rank: Rank): string {
	return WORDS[rank]();
}

/** Who is to have it, and what they may do. */
export function rankHint(rank: Rank): string {
	return HINTS[rank]();
}
