import type { Signed, Verifier } from '../ports/log';
import type { Timers } from '../ports/sync';
import { readAnswer, type VerifyingTask } from './verifying-tasks';

/** So many and fewer are checked on the page: that is done before a worker has started. */
const FEW = 8;
/** A worker that is asked and says nothing for so long is taken for dead. */
const SILENCE_MS = 10_000;
/** A worker that is asked nothing for so long is let go. */
const IDLE_MS = 60_000;

/** The way to a worker. */
export interface Channel {
	post(task: VerifyingTask): void;
	close(): void;
}

/** What comes back on it. */
export interface ChannelEvents {
	message(data: unknown): void;
	/** The worker could not be started, or died. */
	lost(): void;
}

/** @throws Where there are no workers. */
export type OpenChannel = (events: ChannelEvents) => Channel;

/**
 * A verifier whose `verifyAll` is done in a worker, which is started when it is first wanted. Where it cannot be
 * started, dies, says nothing or what is no answer, what it was asked is checked by `onPage`: no verdict is lost.
 * After that a new one is started for what comes next, unless the one before never answered at all.
 */
export function verifierInWorker(onPage: Verifier, open: OpenChannel, timers: Timers): Verifier {
	let running: RunningWorker | null = null;
	let isGivenUp = false;

	function worker(): RunningWorker | null {
		if (isGivenUp) return null;
		const mine: RunningWorker = (running ??= new RunningWorker(open, timers, (hasFailed) => {
			if (running === mine) running = null;
			isGivenUp ||= hasFailed && !mine.hasAnswered;
		}));
		return mine;
	}

	return {
		verify: (...signed) => onPage.verify(...signed),
		async verifyAll(signed) {
			const verdicts = signed.length > FEW ? await worker()?.verifyAll(signed) : null;
			return verdicts ?? onPage.verifyAll(signed);
		}
	};
}

interface Waiting {
	readonly count: number;
	/** Null where the worker gave no answer. */
	settle(verdicts: boolean[] | null): void;
}

/** A worker from its start to its end. */
class RunningWorker {
	hasAnswered = false;
	#channel: Channel | null = null;
	#isOver = false;
	#asked = 0;
	readonly #waiting = new Map<number, Waiting>();
	#stopTimer: () => void = () => undefined;

	/** @param onEnd Called once, with whether it failed. */
	constructor(
		private readonly open: OpenChannel,
		private readonly timers: Timers,
		private readonly onEnd: (hasFailed: boolean) => void
	) {}

	/** Null where it gives no answer. */
	verifyAll(signed: readonly Signed[]): Promise<boolean[] | null> {
		return new Promise((settle) => {
			this.#asked += 1;
			const number = this.#asked;
			if (this.#waiting.size === 0) this.#watch(SILENCE_MS, true);
			this.#waiting.set(number, { count: signed.length, settle });
			try {
				this.#channel ??= this.open({
					message: (data) => {
						this.#take(data);
					},
					lost: () => {
						this.#end(true);
					}
				});
				this.#channel.post({ number, signed: signed.map(ownBytes) });
			} catch {
				// no workers here, or not for this page
				this.#end(true);
			}
		});
	}

	#take(data: unknown): void {
		if (this.#isOver) return;
		const answer = readAnswer(data);
		const asked = answer && this.#waiting.get(answer.number);
		if (!answer || asked?.count !== answer.verdicts.length) {
			this.#end(true);
			return;
		}
		this.hasAnswered = true;
		this.#waiting.delete(answer.number);
		if (this.#waiting.size > 0) this.#watch(SILENCE_MS, true);
		else this.#watch(IDLE_MS, false);
		asked.settle([...answer.verdicts]);
	}

	/** Ends it after so long, unless something happens before. */
	#watch(milliseconds: number, isFailure: boolean): void {
		this.#stopTimer();
		this.#stopTimer = this.timers.after(milliseconds, () => {
			this.#end(isFailure);
		});
	}

	#end(hasFailed: boolean): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#stopTimer();
		this.#channel?.close();
		this.onEnd(hasFailed);
		for (const waiting of this.#waiting.values()) waiting.settle(null);
	}
}

/** Without the rest of the memory that its bytes are cut out of: that would all be copied to the worker. */
function ownBytes({ publicKey, message, signature }: Signed): Signed {
	return { publicKey, message: message.slice(), signature: signature.slice() };
}
