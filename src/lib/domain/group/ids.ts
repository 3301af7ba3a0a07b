/** What a group's names are made of (docs/protocol.md, 1): SHA-256 under a label, so that nobody else can have them. */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, label, toBase64Url } from '../../base/bytes';
import { uuidText } from '../../base/byte-fields';
import type { IncidentId } from '../log/entry';

/** A group's id; its log stands under it as an incident's does under the incident's. */
export type GroupId = IncidentId;
/** Base64url of 16 bytes. */
export type InviteId = string & { readonly inviteId: unique symbol };

/** Bytes of the salt in a founding entry. */
export const SALT_BYTES = 16;
/** Bytes of an epoch's secret. */
export const EPOCH_SECRET_BYTES = 32;
/** Epochs are numbered in 4 bytes. */
export const EPOCH_MAX = 0xffff_ffff;
/** Bytes of an invite's secret. */
export const INVITE_SECRET_BYTES = 16;

/**
 * The id of the group that the holder of a key founds.
 * @param founderKey Their public key, 32 bytes.
 */
export function groupIdOf(founderKey: Uint8Array, salt: Uint8Array): GroupId {
	return uuidText(labelled('beredt/group/1', founderKey, salt).subarray(0, 16)) as GroupId;
}

/** What the log says of an epoch's secret, in base64url: whoever has the secret can check it, and nobody can find it. */
export function commitmentOf(secret: Uint8Array): string {
	return toBase64Url(labelled('beredt/epoch/1', secret));
}

/** What the log calls an invite. */
export function inviteIdOf(secret: Uint8Array): InviteId {
	return toBase64Url(labelled('beredt/invite/1', secret).subarray(0, 16)) as InviteId;
}

/** SHA-256 of a label with a zero byte after it, and of `parts`. */
export function labelled(text: string, ...parts: readonly Uint8Array[]): Uint8Array {
	return sha256(concatBytes(label(text), ...parts));
}
