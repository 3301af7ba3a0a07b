import { m } from '$lib/paraglide/messages';
import { storageMessage } from './storage-messages';
import type { WriteProblem } from './write-entry';

/** Why nothing was written, in a sentence that says what to do. */
export function writeMessage(problem: WriteProblem): string {
	switch (problem.code) {
		case 'headMoved':
			return m.write_head_moved();
		case 'incidentDeleted':
			return m.write_incident_deleted();
		case 'identityChanged':
			return m.write_identity_changed();
		case 'entryTooLarge':
			return m.write_too_large();
		case 'entryMalformed':
		case 'entryOtherVersion':
			return m.write_not_saved({ reason: problem.code });
		case 'signingFailed':
			return m.write_signing_failed({ detail: problem.detail });
		default:
			return m.write_not_saved({ reason: storageMessage(problem) });
	}
}
