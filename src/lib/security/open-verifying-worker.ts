import { trustedScriptUrl } from '../base/trusted-script-url';
import type { OpenChannel } from './worker-verifier';
import url from './verifying-worker?worker&url';

let address: string | undefined;

/** Starts the worker that checks signatures. */
export const openVerifyingWorker: OpenChannel = (events) => {
	address ??= trustedScriptUrl('beredt-verifying-worker', url);
	const worker = new Worker(address, { name: 'beredt-verifying' });
	worker.onmessage = ({ data }) => {
		events.message(data);
	};
	worker.onerror = worker.onmessageerror = () => {
		events.lost();
	};
	return {
		post: (task) => {
			worker.postMessage(task);
		},
		close: () => {
			worker.terminate();
		}
	};
};
