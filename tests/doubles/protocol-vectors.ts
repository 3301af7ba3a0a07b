import { readFileSync } from 'node:fs';
import type { DeviceId } from '$lib/domain/log/entry';
import type { GroupId } from '$lib/ports/group';
import type { Description } from '$lib/ports/peer-link';
import { unhex } from './entry-vectors';

interface SealedVector {
	readonly bytes: string;
	readonly text: string;
	readonly description: string;
	readonly key: string;
	readonly nonce: string;
}

/** What tests/fixtures/protocol-vectors.json holds; bytes are in hex. */
interface ProtocolVectors {
	readonly descriptions: readonly {
		readonly name: string;
		readonly description: Omit<Description, 'fingerprint'> & { readonly fingerprint: string };
		readonly bytes: string;
		readonly offerSdp: string;
		readonly answerSdp: string;
	}[];
	readonly refusedDescriptions: readonly { readonly name: string; readonly bytes: string }[];
	readonly codes: {
		readonly groupId: GroupId;
		readonly epoch: number;
		readonly epochSecret: string;
		readonly inviteSecret: string;
		readonly inviteId: string;
		readonly offer: SealedVector & { readonly offerId: string };
		readonly answer: SealedVector & { readonly answers: string };
		readonly invite: Pick<SealedVector, 'bytes' | 'text' | 'description'> & { readonly offerId: string };
		readonly inviteAnswer: SealedVector & { readonly answers: string };
	};
	/** Of the room of `codes.epoch`. */
	readonly hub: {
		readonly topic: string;
		readonly key: string;
		readonly said: readonly {
			readonly data: string;
			readonly what: 'here' | 'gone' | 'code' | 'cameIn';
			readonly from: DeviceId;
			readonly to?: DeviceId;
			readonly code?: string;
		}[];
	};
	readonly refusedCodes: readonly {
		readonly name: string;
		readonly bytes: string;
		readonly problem: string;
	}[];
	readonly refusedTexts: readonly {
		readonly name: string;
		readonly text: string;
		readonly problem: string;
	}[];
}

export const protocolVectors = JSON.parse(
	readFileSync(new URL('../fixtures/protocol-vectors.json', import.meta.url), 'utf8')
) as ProtocolVectors;

/** A description of the vectors as the code has it. */
export function asDescription(vector: ProtocolVectors['descriptions'][number]['description']): Description {
	return { ...vector, fingerprint: unhex(vector.fingerprint) };
}
