import { dueNotices, type DeadlineNotice } from '../domain/incident/deadline-notices';
import type { Deadline } from '../domain/incident/state';

/** What the browser says of notices of its own: `missing` where it has none. */
export type NoticePermission = 'granted' | 'denied' | 'default' | 'missing';

/**
 * Notices of deadlines that run out, by the browser's own means where it allows that. Only while Beredt is open, be it
 * behind another app: nothing on a phone wakes a page that was closed, without a server.
 */
class DeadlineNotices {
	permission = $state.raw<NoticePermission>(permissionNow());
	#sinceMs: number | null = null;

	/** Asks the person, once; only upon a press. */
	async ask(): Promise<void> {
		if (this.permission === 'missing') return;
		this.permission = await Notification.requestPermission();
	}

	/**
	 * Says what has run out, or soon will, since the last call.
	 * @param path The page that a press on a notice leads to.
	 * @param words What a notice says.
	 */
	look(
		deadlines: readonly Deadline[],
		nowMs: number,
		path: string,
		words: (notice: DeadlineNotice) => { readonly title: string; readonly body: string }
	): void {
		const sinceMs = this.#sinceMs ?? nowMs;
		this.#sinceMs = nowMs;
		if (this.permission !== 'granted') return;
		for (const notice of dueNotices(deadlines, sinceMs, nowMs)) void show(words(notice), notice.key, path);
	}
}

/** By the service worker, since a phone's browser takes no other way; two tabs' notices of one tag are one. */
async function show(
	{ title, body }: { title: string; body: string },
	tag: string,
	path: string
): Promise<void> {
	try {
		const registration = await navigator.serviceWorker.getRegistration();
		await registration?.showNotification(title, { body, tag, data: path });
	} catch {
		// the screen says it all the same
		return;
	}
}

function permissionNow(): NoticePermission {
	// the types say that both are always there; they are not on an iPhone before the app is installed
	const hasThem = typeof Notification === 'function' && 'serviceWorker' in navigator;
	return hasThem ? Notification.permission : 'missing';
}

export const deadlineNotices = new DeadlineNotices();
