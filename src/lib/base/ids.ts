/** Where new ids come from; injected, so that tests can seed them. */
export interface IdSource {
	/** A new id that no other phone will make: a UUID. */
	next(): string;
}
