import { compareEntries, type DeviceId, type EntryId, type LogEntry } from '../log/entry';
import { compareHlc, HLC_ZERO } from '../log/hlc';
import type { GroupId, InviteId } from './ids';
import { readGroupEntry, type KnownGroupEntry } from './kinds';
import { deviceIdOfKey, isLeader, ruleBrokenBy } from './rules';
import type { GroupRule, GroupState, Invite, Member, VoidEntry } from './state';

/** A state while it is being made. */
interface Draft extends GroupState {
	founded: GroupState['founded'];
	name: string;
	readonly members: Map<DeviceId, Member>;
	readonly invites: Map<InviteId, Invite>;
	epoch: number;
	readonly commitments: Map<number, string>;
	readonly epochOwedBy: Set<DeviceId>;
	readonly void: VoidEntry[];
	entryCount: number;
	latest: GroupState['latest'];
}

/** What a group is after `entries`, whatever order they come in and however often one comes. */
export function foldGroup(groupId: GroupId, entries: readonly LogEntry[]): GroupState {
	const draft: Draft = {
		groupId,
		founded: null,
		name: '',
		members: new Map(),
		invites: new Map(),
		epoch: 0,
		commitments: new Map(),
		epochOwedBy: new Set(),
		void: [],
		entryCount: 0,
		latest: HLC_ZERO
	};
	const seen = new Set<EntryId>();
	for (const entry of [...entries].sort(compareEntries)) {
		if (seen.has(entry.id)) continue;
		seen.add(entry.id);
		take(draft, entry);
	}
	return draft;
}

function take(draft: Draft, entry: LogEntry): void {
	draft.entryCount += 1;
	if (entry.incidentId === draft.groupId && compareHlc(draft.latest, entry.hlc) < 0) draft.latest = entry.hlc;
	const known = readGroupEntry(entry);
	const rule = ruleOf(draft, entry, known);
	if (known && rule === null) heed(draft, known);
	else draft.void.push({ entryId: entry.id, deviceId: entry.deviceId, rule: rule ?? 'unknownEntry' });
	// made apart from another: the secret that holds may have been given to somebody whom this one's author put out
	if (rule === 'epochNotNext' && known?.kind === 'epochChanged' && known.payload.epoch <= draft.epoch)
		draft.epochOwedBy.add(entry.deviceId);
}

function ruleOf(draft: Draft, entry: LogEntry, known: KnownGroupEntry | null): GroupRule | null {
	if (entry.incidentId !== draft.groupId) return 'otherGroup';
	return known ? ruleBrokenBy(draft, known, entry) : 'unknownEntry';
}

function heed(draft: Draft, known: KnownGroupEntry): void {
	const { deviceId: author, authorKey, hlc, wallMs } = known.entry;
	switch (known.kind) {
		case 'groupFounded': {
			const { name, commitment, person } = known.payload;
			draft.founded = { ...known.payload, deviceId: author };
			draft.name = name;
			draft.epoch = 1;
			draft.commitments.set(1, commitment);
			draft.members.set(author, {
				...person,
				deviceId: author,
				deviceKey: authorKey,
				rank: 'leader',
				admittedBy: null,
				admittedAtMs: wallMs,
				revoked: null
			});
			return;
		}
		case 'invited': {
			const invite = { ...known.payload, byDeviceId: author, state: 'open', usedBy: null } as const;
			draft.invites.set(invite.inviteId, invite);
			return;
		}
		case 'inviteWithdrawn':
			changeInvite(draft, known.payload.inviteId, { state: 'withdrawn' });
			return;
		case 'memberAdmitted': {
			const { inviteId, deviceKey, name, roleId, contactId, rank } = known.payload;
			const deviceId = deviceIdOfKey(deviceKey);
			changeInvite(draft, inviteId, { state: 'used', usedBy: deviceId });
			const admission = { admittedBy: author, admittedAtMs: wallMs, revoked: null };
			draft.members.set(deviceId, { deviceId, deviceKey, name, roleId, contactId, rank, ...admission });
			return;
		}
		case 'memberChanged':
			changeMember(draft, known.payload.deviceId, known.payload);
			return;
		case 'memberRevoked': {
			const { deviceId, why } = known.payload;
			changeMember(draft, deviceId, { revoked: { byDeviceId: author, hlc, why } });
			draft.epochOwedBy.add(author);
			return;
		}
		case 'epochChanged':
			draft.epoch = known.payload.epoch;
			draft.commitments.set(known.payload.epoch, known.payload.commitment);
			// whether its author had heard of what another leader did is not known
			for (const owing of draft.epochOwedBy)
				if (owing === author || !isLeader(draft, owing)) draft.epochOwedBy.delete(owing);
			return;
	}
}

function changeInvite(draft: Draft, inviteId: InviteId, change: Partial<Invite>): void {
	const held = draft.invites.get(inviteId);
	if (held) draft.invites.set(inviteId, { ...held, ...change });
}

function changeMember(draft: Draft, deviceId: DeviceId, change: Partial<Member>): void {
	const held = draft.members.get(deviceId);
	if (held) draft.members.set(deviceId, { ...held, ...change });
}
