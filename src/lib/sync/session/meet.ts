import type { DeviceId } from '../../domain/log/entry';
import type { EpochSecret, GroupId } from '../../ports/group';
import type { MeetingGroup } from '../../ports/meeting';
import type { Opened, PeerLink } from '../../ports/peer-link';
import { prove, type ProofParts, type Proven } from './proof';

export interface MeetParts extends Omit<ProofParts, 'isMember'> {
	readonly group: Pick<MeetingGroup, 'isMember'>;
	/** Begins a session; false where there is no room for it. */
	begin(proven: Proven, link: PeerLink): boolean;
}

/**
 * Has whoever is at the other end of a connection prove who they are, and begins the session if it is the one that was
 * meant (docs/protocol.md, 4).
 * @returns Whether it was begun.
 */
export async function meet(
	who: DeviceId,
	opened: Opened,
	{ groupId, secret }: { readonly groupId: GroupId; readonly secret: EpochSecret },
	parts: MeetParts
): Promise<boolean> {
	const link = await opened;
	if (!link.ok) return false;
	const proven = await prove(
		link.value,
		{ kind: 'group', groupId, ...secret },
		{ ...parts, isMember: (deviceKey) => parts.group.isMember(deviceKey) }
	);
	if (!proven.ok) return false;
	if (proven.value.deviceId !== who) {
		link.value.close();
		return false;
	}
	return parts.begin(proven.value, link.value);
}
