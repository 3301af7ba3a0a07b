import type { App } from './create-app';

/**
 * Opens the group's services where a hub was chosen and this phone is in a group: phones then find each other over it,
 * whichever screen they stand at. Where anything is in the way, the group's own screen says so.
 */
export async function openGroupOnHub(app: App): Promise<void> {
	if (app.hubChoice.read() === null) return;
	const record = await app.storage.group.get();
	if (!record.ok || !record.value) return;
	const { openGroupServices } = await import('./group-services');
	await openGroupServices(app);
}
