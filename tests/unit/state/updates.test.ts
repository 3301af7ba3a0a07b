import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

/** What was asked of the service worker's registration, and what it answers. */
const asked: string[] = [];
let answer: () => Promise<Partial<ServiceWorkerRegistration>>;
const waitingListeners: (() => void)[] = [];

vi.mock('workbox-window', () => ({
	Workbox: class {
		addEventListener(_name: string, listener: () => void) {
			waitingListeners.push(listener);
		}
		register() {
			asked.push('register');
			return answer();
		}
		update() {
			asked.push('update');
			return Promise.resolve();
		}
		messageSkipWaiting() {
			asked.push('skipWaiting');
		}
	}
}));

class FakeContainer extends EventTarget {
	constructor(readonly controller: object | null) {
		super();
	}
}
class FakeDocument extends EventTarget {
	visibilityState = 'visible';
	documentElement = { toggleAttribute: vi.fn() };
	show() {
		this.dispatchEvent(new Event('visibilitychange'));
	}
}

const reload = vi.fn();
let document: FakeDocument;

/** A page that has just been opened. */
async function openedPage(controller: object | null | 'none') {
	const container = controller === 'none' ? undefined : new FakeContainer(controller);
	vi.stubGlobal('navigator', { serviceWorker: container });
	vi.stubEnv('DEV', false);
	const { updates } = await import('$lib/state/updates.svelte');
	await updates.start();
	const changeController = () => container?.dispatchEvent(new Event('controllerchange'));
	return { updates, changeController };
}

const active = {} as ServiceWorker;

// the first import compiles what all the others use
beforeAll(async () => {
	vi.stubGlobal('document', new FakeDocument());
	await import('$lib/state/updates.svelte');
}, 60_000);
beforeEach(() => {
	vi.resetModules();
	asked.length = 0;
	waitingListeners.length = 0;
	answer = () => Promise.resolve({ active });
	reload.mockReset();
	document = new FakeDocument();
	vi.stubGlobal('document', document);
	vi.stubGlobal('location', { reload });
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.unstubAllEnvs();
});

describe('the app on a phone', () => {
	it('is not stored yet at the first visit, and is when the service worker takes over, with no reload', async () => {
		const { updates, changeController } = await openedPage(null);
		expect(updates.offline).toBe('notReady');
		changeController();
		expect(updates.offline).toBe('ready');
		expect(reload).not.toHaveBeenCalled();
	});

	it('is stored when a service worker served the page', async () => {
		const { updates } = await openedPage({});
		expect(updates.offline).toBe('ready');
	});

	it('cannot be stored where the browser has no service worker', async () => {
		const { updates } = await openedPage('none');
		expect(updates.offline).toBe('impossible');
		expect(asked).toEqual([]);
	});

	it('is said not to be stored when the server is gone before it was, and is tried again when it is looked at', async () => {
		answer = () => Promise.reject(new TypeError('Failed to fetch'));
		const { updates, changeController } = await openedPage(null);
		expect(updates.offline).toBe('notReady');
		answer = () => Promise.resolve({ installing: active });
		document.show();
		await vi.waitFor(() => {
			expect(asked).toEqual(['register', 'register']);
		});
		changeController();
		expect(updates.offline).toBe('ready');
	});
});

describe('a new version', () => {
	it('is offered when it waits, whether it came now or waited before', async () => {
		const { updates } = await openedPage({});
		expect(updates.isReady).toBe(false);
		waitingListeners.forEach((listener) => {
			listener();
		});
		expect(updates.isReady).toBe(true);

		vi.resetModules();
		answer = () => Promise.resolve({ active, waiting: active });
		expect((await openedPage({})).updates.isReady).toBe(true);
	});

	it('is looked for whenever the app is looked at again', async () => {
		await openedPage({});
		document.show();
		document.visibilityState = 'hidden';
		document.show();
		await vi.waitFor(() => {
			expect(asked).toEqual(['register', 'update']);
		});
	});

	it('takes over only when a person asks, and then loads every page anew, once', async () => {
		const { updates, changeController } = await openedPage({});
		expect(asked).not.toContain('skipWaiting');
		updates.apply();
		expect(asked).toContain('skipWaiting');
		changeController();
		changeController();
		expect(reload).toHaveBeenCalledTimes(1);
	});

	it('loads the page anew also when another tab asked for it', async () => {
		const { changeController } = await openedPage({});
		changeController();
		expect(reload).toHaveBeenCalledTimes(1);
	});

	it('loads a page anew that was loaded past the service worker', async () => {
		const { updates, changeController } = await openedPage(null);
		updates.apply();
		changeController();
		expect(reload).toHaveBeenCalledTimes(1);
	});
});
