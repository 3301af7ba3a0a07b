import { ok, type Result } from '../base/result';
import type { DeviceId } from '../domain/log/entry';
import type {
	Host,
	Meeting,
	MeetingListener,
	MeetingProblem,
	Meetings,
	Newcomer,
	OfferedMeeting
} from '../ports/meeting';

/**
 * What a meeting is at, as a person sees it.
 * - `camera`: leave to use it is asked for: with it a phone knows its own address.
 * - `showing`: this phone's code; `scanning`: the other's code, or the answer to this one's.
 * - `answering`: this phone's answer is shown.
 * - `connecting`, `met`, `failed`.
 * - `confirming`: whether the newcomer is let in; `hosted`: whether this phone is.
 */
export type MeetingStep =
	| 'choosing'
	| 'camera'
	| 'showing'
	| 'scanning'
	| 'answering'
	| 'connecting'
	| 'confirming'
	| 'hosted'
	| 'met'
	| 'failed';

/** One meeting with another phone, from the first press to the end. */
export class MeetingController {
	step = $state.raw<MeetingStep>('choosing');
	/** What is shown to the other phone. */
	code = $state.raw('');
	/** Why it came to nothing, or why what was scanned is of no use. */
	problem = $state.raw<MeetingProblem | null>(null);
	newcomer = $state.raw<Newcomer | null>(null);
	host = $state.raw<Host | null>(null);
	met = $state.raw<DeviceId | null>(null);
	#meeting: Meeting | null = null;
	#offered: OfferedMeeting | null = null;
	#decide: ((isLetIn: boolean) => void) | null = null;
	#isTaking = false;
	#isOver = false;

	constructor(private readonly meetings: Meetings) {}

	/** Shows a code to a phone of the group. */
	show(): Promise<void> {
		return this.#offer((listener) => this.meetings.offer(listener));
	}

	/** Shows a code by which one phone may come in. */
	invite(secret: Uint8Array): Promise<void> {
		return this.#offer((listener) => this.meetings.invite(secret, listener));
	}

	/** Lets the camera look for a code: the answer, where this phone shows one. */
	scan(): void {
		this.problem = null;
		this.step = 'scanning';
	}

	/** Back to the code that this phone shows. */
	showAgain(): void {
		this.problem = null;
		this.step = this.#offered ? 'showing' : 'choosing';
	}

	/** Takes what was scanned, or put in as text. */
	async take(text: string): Promise<void> {
		// the camera sees the same code again and again
		if (this.#isTaking || this.step !== 'scanning') return;
		this.#isTaking = true;
		const taken = this.#offered ? await this.#offered.take(text) : await this.#answer(text);
		this.#isTaking = false;
		this.problem = taken.ok ? null : taken.error;
	}

	/** What the person says of the newcomer. */
	decide(isLetIn: boolean): void {
		this.step = 'connecting';
		this.#decide?.(isLetIn);
		this.#decide = null;
	}

	/** Ends what goes on. */
	cancel(): void {
		this.#isOver = true;
		this.#decide?.(false);
		this.#meeting?.cancel();
	}

	async #offer(
		begin: (listener: MeetingListener) => Promise<Result<OfferedMeeting, MeetingProblem>>
	): Promise<void> {
		this.step = 'camera';
		const stop = await askForCamera();
		const offered = await begin(this.#listener());
		stop();
		if (!offered.ok) {
			this.#fail(offered.error);
			return;
		}
		this.#offered = offered.value;
		this.code = offered.value.code;
		this.step = 'showing';
		void this.#follow(offered.value);
	}

	async #answer(text: string): Promise<Result<void, MeetingProblem>> {
		const answered = await this.meetings.answer(text, this.#listener());
		if (!answered.ok) return answered;
		this.code = answered.value.code;
		this.step = 'answering';
		void this.#follow(answered.value);
		return ok(undefined);
	}

	async #follow(meeting: Meeting): Promise<void> {
		this.#meeting = meeting;
		if (this.#isOver) meeting.cancel();
		const outcome = await meeting.outcome;
		if (!outcome.ok) this.#fail(outcome.error);
		else {
			this.met = outcome.value;
			this.step = 'met';
		}
	}

	#fail(problem: MeetingProblem): void {
		this.problem = problem;
		this.step = 'failed';
	}

	#listener(): MeetingListener {
		return {
			stage: (stage) => {
				// the answer stays in sight until the other phone has it
				if (stage === 'connecting' && this.#offered) this.step = 'connecting';
				if (stage === 'proving') this.step = 'connecting';
			},
			confirm: (newcomer) => {
				this.newcomer = newcomer;
				this.step = 'confirming';
				return new Promise((resolve) => (this.#decide = resolve));
			},
			host: (host) => {
				this.host = host;
				this.step = 'hosted';
			}
		};
	}
}

/**
 * Asks for the camera, and holds it until the answer is called: a browser hides the phone's address from a page that
 * may not use it. Where it is refused the meeting goes on all the same.
 */
async function askForCamera(): Promise<() => void> {
	try {
		const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
		return () => {
			for (const track of stream.getTracks()) track.stop();
		};
	} catch {
		// refused, or there is none
		return () => undefined;
	}
}
