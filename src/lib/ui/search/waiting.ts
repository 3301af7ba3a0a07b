/** Ways of giving way: what the browser has to do comes first. Each calls off what it is given. */
export interface Waiting {
	/** Calls `step` when the next frame has been painted; where none is, since nobody looks, a moment later. */
	afterPaint(step: () => void): () => void;
	/** Calls `step` when what waits already, a key press too, has been seen to. */
	afterOthers(step: () => void): () => void;
}

const UNSEEN_MS = 200;

export const browserWaiting: Waiting = {
	afterPaint(step) {
		let stop = () => {
			cancelAnimationFrame(frame);
			clearTimeout(timer);
		};
		const go = () => {
			clearTimeout(timer);
			stop = browserWaiting.afterOthers(step);
		};
		const frame = requestAnimationFrame(go);
		const timer = setTimeout(() => {
			cancelAnimationFrame(frame);
			go();
		}, UNSEEN_MS);
		return () => {
			stop();
		};
	},
	afterOthers(step) {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			step();
		};
		port2.postMessage(null);
		return () => {
			port1.close();
		};
	}
};
