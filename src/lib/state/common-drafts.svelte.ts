import { whenGroupServices } from '../app/group-services';
import type { App } from '../app/create-app';
import type { PictureSection } from '../domain/log/kinds';
import type { DeviceId } from '../domain/log/entry';
import type { SharedDrafts } from '../ports/shared-drafts';
import type { IncidentController } from './incident.svelte';

/** What is written in common with other phones in the picture of one incident, while this page is connected to them. */
export class CommonDrafts {
	#writers = $state.raw<ReadonlyMap<PictureSection, readonly DeviceId[]>>(new Map());
	isConnected = $state.raw(false);

	constructor(
		private readonly incident: IncidentController,
		readonly drafts: SharedDrafts
	) {}

	/** The names of the others who write in a part now; of a device that is in the group no more there is none. */
	writers(section: PictureSection): readonly string[] {
		const devices = this.#writers.get(section) ?? [];
		return devices.flatMap((deviceId) => this.incident.others?.nameOf(deviceId) ?? []);
	}

	/**
	 * Follows the drafts that this page has in common with others, as soon as it holds connections: none are opened for it.
	 * @param take Called with them once.
	 * @returns Ends it.
	 */
	static follow(app: App, incident: IncidentController, take: (common: CommonDrafts) => void): () => void {
		const stops: (() => void)[] = [];
		const stopWaiting = whenGroupServices(app, (services) => {
			const common = new CommonDrafts(incident, services.drafts);
			const look = () => {
				common.isConnected = services.sessions.length > 0;
			};
			const lookAgain = () => {
				const of = (section: PictureSection) =>
					[section, services.drafts.writers(incident.incidentId, section)] as const;
				common.#writers = new Map([of('known'), of('next')]);
			};
			lookAgain();
			stops.push(services.observe(look), services.drafts.observe(lookAgain));
			take(common);
		});
		return () => {
			stopWaiting();
			for (const stop of stops) stop();
		};
	}
}
