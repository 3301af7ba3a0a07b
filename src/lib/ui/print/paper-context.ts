import { getContext, setContext } from 'svelte';
import type { RemarkPlaces } from './remark-places';

const CONTEXT = Symbol('remarks on paper');

/** Hands the places of a paper's remarks to the components that print them. `get` is asked anew each time. */
export function provideRemarks(get: () => RemarkPlaces): void {
	setContext(CONTEXT, get);
}

/** The places that the paper provided. */
export function useRemarks(): () => RemarkPlaces {
	return getContext<() => RemarkPlaces>(CONTEXT);
}
