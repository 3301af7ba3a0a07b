/** Ways of giving way: what the browser has to do comes first. Each answers with what calls it off. */
export interface Waiting {
	/** Calls `step` when the next frame has been painted; not while nobody looks. */
	afterPaint(step: () => void): () => void;
	/** Calls `step` when what waits already, a key press too, has been seen to. */
	afterOthers(step: () => void): () => void;
}

/** For one who waits for one thing at a time: a new wait takes the place of the one before. */
export function browserWaiting(): Waiting {
	// one for all: to make one costs as much as to draw a letter
	const { port1, port2 } = new MessageChannel();
	let waits: (() => void) | null = null;
	let number = 0;
	let frame = 0;
	port1.onmessage = ({ data }) => {
		// one that was called off may be on its way still
		if (data !== number) return;
		const step = waits;
		waits = null;
		step?.();
	};
	const stop = () => {
		cancelAnimationFrame(frame);
		waits = null;
	};
	const begin = (step: () => void) => {
		stop();
		number += 1;
		waits = step;
	};
	const go = () => {
		port2.postMessage(number);
	};
	return {
		afterPaint(step) {
			begin(step);
			frame = requestAnimationFrame(go);
			return stop;
		},
		afterOthers(step) {
			begin(step);
			go();
			return stop;
		}
	};
}
