/** What this phone can say of itself; null and `unknown` where it is not known yet. */
export interface PhoneFacts {
	readonly kept: 'onPhone' | 'notKept' | 'unknown';
	readonly offline: 'ready' | 'notReady' | 'impossible' | null;
	readonly planAge: { readonly years: number; readonly months: number } | null;
}
