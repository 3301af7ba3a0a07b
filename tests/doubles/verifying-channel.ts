import type { Verifier } from '$lib/ports/log';
import { answerTask, type VerifyingTask } from '$lib/security/verifying-tasks';
import type { ChannelEvents, OpenChannel } from '$lib/security/worker-verifier';

/** What a worker says to a task; undefined for nothing. */
export type Answers = (task: VerifyingTask, events: ChannelEvents) => unknown;

/** Workers without a browser: what goes to them and comes from them is copied, as it is there. */
export class VerifyingChannels {
	/** The tasks of each worker that was started. */
	readonly started: VerifyingTask[][] = [];
	closed = 0;

	constructor(public answers: Answers) {}

	readonly open: OpenChannel = (events) => {
		const { port1: page, port2: worker } = new MessageChannel();
		const tasks: VerifyingTask[] = [];
		this.started.push(tasks);
		worker.onmessage = async ({ data }: MessageEvent<VerifyingTask>) => {
			tasks.push(data);
			const answer = await this.answers(data, events);
			if (answer !== undefined) worker.postMessage(answer);
		};
		page.onmessage = ({ data }: MessageEvent<unknown>) => {
			events.message(data);
		};
		return {
			post: (task) => {
				page.postMessage(task);
			},
			close: () => {
				this.closed += 1;
				page.close();
			}
		};
	};
}

/** What Beredt's own worker says. */
export const answersOf =
	(verifier: Verifier): Answers =>
	(task) =>
		answerTask(verifier, task);
