/** A file of its own in the build: a worker that checks signatures by noble (worker-verifier.ts). */
import { nobleEd25519 } from './noble-keys';
import { strictVerifier } from './strict-verifier';
import { answerTask, type VerifyingTask } from './verifying-tasks';

const verifier = strictVerifier(nobleEd25519);

self.onmessage = async ({ data }: MessageEvent<VerifyingTask>) => {
	self.postMessage(await answerTask(verifier, data));
};
