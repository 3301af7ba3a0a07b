import * as v from 'valibot';
import { fail, ok, type Result } from '../../base/result';
import type { Clock } from '../../base/time';
import { checkWords } from '../../domain/group/check-words';
import { readPerson } from '../../domain/group/kinds';
import type { DeviceId } from '../../domain/log/entry';
import { NAME_MAX } from '../../domain/log/text';
import type { GroupCrypto } from '../../ports/group-crypto';
import type { Person } from '../../ports/log';
import type {
	Host,
	Meeting,
	MeetingGroup,
	MeetingListener,
	MeetingProblem,
	Meetings,
	OfferedMeeting
} from '../../ports/meeting';
import type { ConnectProblem, Description, Opened, PeerConnector, PeerLink } from '../../ports/peer-link';
import { encodeMessage } from '../session/messages';
import { prove, type Common, type ProofParts, type Proven } from '../session/proof';
import {
	makeInvite,
	openAnswer,
	openInvite,
	openOffer,
	sealAnswer,
	sealOffer,
	type Code,
	type OpenedCode,
	type ShownCode
} from '../signaling/code';
import { codeText, findCode } from '../signaling/code-text';

/** Past this a code is said to be old, where nobody answers. */
const OLD_MINUTES = 10;
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(NAME_MAX));
const welcome = v.strictObject({ groupId: v.string(), name, inviter: name });

export interface MeetingParts extends Omit<ProofParts, 'isMember'> {
	readonly crypto: GroupCrypto;
	readonly clock: Clock;
	readonly connector: PeerConnector;
	readonly group: MeetingGroup;
	/** Begins the session; false where there is no room for it. */
	begin(proven: Proven, link: PeerLink): Promise<boolean>;
}

type Outcome = Result<DeviceId, MeetingProblem>;

/** Meetings by codes. */
export class CodeMeetings implements Meetings {
	constructor(private readonly parts: MeetingParts) {}

	async offer(listener: MeetingListener): Promise<Result<OfferedMeeting, MeetingProblem>> {
		const { crypto, group } = this.parts;
		const own = group.current();
		const newest = own?.secrets.at(-1);
		if (!own || !newest) return fail({ code: 'noGroup' });
		return this.#offered(
			listener,
			(description) => sealOffer(crypto, own.groupId, newest, description),
			(link) => this.#meetMember(link, { kind: 'group', groupId: own.groupId, ...newest }, listener)
		);
	}

	async invite(
		inviteSecret: Uint8Array,
		listener: MeetingListener
	): Promise<Result<OfferedMeeting, MeetingProblem>> {
		if (!this.parts.group.current()) return fail({ code: 'noGroup' });
		return this.#offered(
			listener,
			(description) => makeInvite(this.parts.crypto, inviteSecret, description),
			(link) => this.#letIn(link, inviteSecret, listener)
		);
	}

	async answer(text: string, listener: MeetingListener): Promise<Result<Meeting, MeetingProblem>> {
		const { crypto, connector } = this.parts;
		const found = findCode(text);
		if (!found.ok) return found;
		const code = found.value;
		const opened = await this.#opened(code);
		if (!opened.ok) return opened;
		const link = await connector.answer(opened.value.description);
		if (!link.ok) return fail(problemOf(link.error));
		const answer = await sealAnswer(crypto, opened.value, link.value.description);
		listener.stage('connecting');
		const common = this.#commonOf(code.kind === 'invite' ? code.secret : null, opened.value);
		return ok({
			code: codeText(answer),
			outcome: this.#outcome(
				link.value.opened,
				(open) =>
					common.kind === 'invite'
						? this.#comeIn(open, common, listener)
						: this.#meetMember(open, common, listener),
				() => this.#ageOf(opened.value.description)
			),
			cancel: () => {
				link.value.cancel();
			}
		});
	}

	/** Opens a code that can be answered. */
	async #opened(code: Code): Promise<Result<OpenedCode, MeetingProblem>> {
		const { crypto, group } = this.parts;
		const own = group.current();
		switch (code.kind) {
			case 'invite':
				return own ? fail({ code: 'inGroup' }) : ok(await openInvite(crypto, code));
			case 'offer':
				return own ? openOffer(crypto, own.groupId, own.secrets, code) : fail({ code: 'noGroup' });
			default:
				return fail({ code: 'isAnAnswer' });
		}
	}

	async #offered(
		listener: MeetingListener,
		seal: (description: Description) => Promise<ShownCode>,
		meet: (link: PeerLink) => Promise<Outcome>
	): Promise<Result<OfferedMeeting, MeetingProblem>> {
		const offered = await this.parts.connector.offer();
		if (!offered.ok) return fail(problemOf(offered.error));
		const link = offered.value;
		const shown = await seal(link.description);
		let answeredAge: number | undefined;
		listener.stage('waiting');
		return ok({
			code: codeText(shown.bytes),
			take: async (text) => {
				const found = findCode(text);
				if (!found.ok) return found;
				const code = found.value;
				if (code.kind === 'offer' || code.kind === 'invite')
					return fail({ code: codeText(code.bytes) === codeText(shown.bytes) ? 'ownCode' : 'notAnAnswer' });
				const opened = await openAnswer(this.parts.crypto, shown, code);
				if (!opened.ok) return opened;
				answeredAge = this.#ageOf(opened.value);
				link.accept(opened.value);
				listener.stage('connecting');
				return ok(undefined);
			},
			outcome: this.#outcome(link.opened, meet, () => answeredAge),
			cancel: () => {
				link.cancel();
			}
		});
	}

	async #outcome(
		opened: Opened,
		meet: (link: PeerLink) => Promise<Outcome>,
		ageOf: () => number | undefined
	): Promise<Outcome> {
		const link = await opened;
		if (link.ok) return meet(link.value);
		const problem = problemOf(link.error);
		const codeAgeMinutes = ageOf();
		return fail(codeAgeMinutes === undefined ? problem : { ...problem, codeAgeMinutes });
	}

	async #meetMember(link: PeerLink, common: Common, listener: MeetingListener): Promise<Outcome> {
		const proven = await this.#prove(link, common, listener);
		return proven.ok ? this.#begin(proven.value, link, listener) : proven;
	}

	/** At the phone that shows the invite. */
	async #letIn(link: PeerLink, inviteSecret: Uint8Array, listener: MeetingListener): Promise<Outcome> {
		const { group } = this.parts;
		const proven = await this.#prove(link, { kind: 'invite', secret: inviteSecret }, listener);
		if (!proven.ok) return proven;
		const own = group.current();
		if (!own) return hangUp(link, 'noGroup');
		const { groupId } = own;
		const greeting = { groupId, name: own.name, inviter: group.person().name };
		link.send(encodeMessage({ type: 'welcome', json: JSON.stringify(greeting) }));
		const said = await proven.value.next();
		if (!said.ok) return fail({ code: said.error.code });
		if (said.value.type !== 'introduce') return hangUp(link, 'malformed');
		const person = readPerson(valueOf(said.value.json));
		if (!person) return hangUp(link, 'malformed');
		listener.stage('confirming');
		const words = checkWords(proven.value.transcript);
		if (!(await listener.confirm({ person, words }))) return hangUp(link, 'notAdmitted');
		const { deviceKey } = proven.value;
		const admitted = await group.admit({ deviceKey, person, inviteSecret });
		if (!admitted.ok) return hangUp(link, admitted.error.code);
		const secrets = group.current()?.secrets ?? own.secrets;
		link.send(encodeMessage({ type: 'admit', groupId, secrets, plan: await group.plan() }));
		return this.#begin(proven.value, link, listener);
	}

	/** At the phone that scanned the invite. */
	async #comeIn(link: PeerLink, common: Common, listener: MeetingListener): Promise<Outcome> {
		const { group } = this.parts;
		const proven = await this.#prove(link, common, listener);
		if (!proven.ok) return proven;
		const person: Person = group.person();
		link.send(encodeMessage({ type: 'introduce', json: JSON.stringify(person) }));
		const said = await proven.value.next();
		if (!said.ok) return fail({ code: said.error.code });
		if (said.value.type !== 'welcome') return hangUp(link, 'malformed');
		const read = v.safeParse(welcome, valueOf(said.value.json));
		if (!read.success) return hangUp(link, 'malformed');
		listener.stage('confirming');
		const host: Host = {
			groupName: read.output.name,
			inviter: read.output.inviter,
			words: checkWords(proven.value.transcript)
		};
		listener.host(host);
		const answer = await proven.value.next();
		if (!answer.ok) return fail({ code: answer.error.code });
		if (answer.value.type === 'bye') return fail({ code: 'notAdmitted' });
		if (answer.value.type !== 'admit') return hangUp(link, 'malformed');
		const { groupId, secrets, plan } = answer.value;
		const joined = await group.join({ groupId, secrets, plan });
		if (!joined.ok) return hangUp(link, joined.error.code);
		return this.#begin(proven.value, link, listener);
	}

	async #prove(
		link: PeerLink,
		common: Common,
		listener: MeetingListener
	): Promise<Result<Proven, MeetingProblem>> {
		listener.stage('proving');
		const { group } = this.parts;
		return prove(link, common, { ...this.parts, isMember: (deviceKey) => group.isMember(deviceKey) });
	}

	async #begin(proven: Proven, link: PeerLink, listener: MeetingListener): Promise<Outcome> {
		if (!(await this.parts.begin(proven, link))) return fail({ code: 'busy' });
		listener.stage('met');
		return ok(proven.deviceId);
	}

	#commonOf(inviteSecret: Uint8Array | null, opened: OpenedCode): Common {
		if (inviteSecret) return { kind: 'invite', secret: inviteSecret };
		const own = this.parts.group.current();
		const held = own?.secrets.find(({ epoch }) => epoch === opened.epoch);
		if (!own || !held) throw new Error('the code was opened with a secret that is not held');
		return { kind: 'group', groupId: own.groupId, ...held };
	}

	/** How old a code is, where it is so old that it may be why nobody answers. */
	#ageOf({ madeAtMinutes }: Description): number | undefined {
		const age = Math.floor(this.parts.clock.now() / 60_000) - madeAtMinutes;
		return age > OLD_MINUTES ? age : undefined;
	}
}

function hangUp(link: PeerLink, code: MeetingProblem['code']): Outcome {
	link.send(encodeMessage({ type: 'bye', why: 'refused' }));
	link.close();
	return fail({ code });
}

function problemOf({ code }: ConnectProblem): MeetingProblem {
	return { code };
}

/** What stands in JSON; undefined where it is none. */
function valueOf(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}
