// A bare data channel, as fast as it goes: what a sync can be held against.

const HELD_MAX_BYTES = 1_048_576;
const HELD_LOW_BYTES = 262_144;
let connection;
let channel;
let got = 0;
let expected = Infinity;
let done = () => undefined;

function made() {
	connection?.close();
	connection = new RTCPeerConnection({ iceServers: [] });
	channel = connection.createDataChannel('raw', { ordered: true, negotiated: true, id: 0 });
	channel.binaryType = 'arraybuffer';
	channel.bufferedAmountLowThreshold = HELD_LOW_BYTES;
	channel.onmessage = ({ data }) => {
		got += data.byteLength;
		if (got >= expected) done(performance.timeOrigin + performance.now());
	};
}

async function described() {
	await connection.setLocalDescription();
	while (connection.iceGatheringState !== 'complete') await new Promise((resolve) => setTimeout(resolve, 5));
	return connection.localDescription.sdp;
}

export const raw = {
	async offer() {
		made();
		return described();
	},

	async answer(sdp) {
		made();
		await connection.setRemoteDescription({ type: 'offer', sdp });
		return described();
	},

	async accept(sdp) {
		await connection.setRemoteDescription({ type: 'answer', sdp });
	},

	async open() {
		while (channel.readyState !== 'open') await new Promise((resolve) => setTimeout(resolve, 5));
	},

	/** Answers with the moment at which the last of so many bytes came. */
	receive(bytes) {
		got = 0;
		expected = bytes;
		return new Promise((resolve) => (done = resolve));
	},

	/** Sends so many bytes in pieces, never more at once than the browser should hold; answers with when it began. */
	async send(bytes, pieceBytes) {
		const piece = crypto.getRandomValues(new Uint8Array(pieceBytes));
		const from = performance.timeOrigin + performance.now();
		for (let left = bytes; left > 0; left -= pieceBytes) {
			if (channel.bufferedAmount + pieceBytes > HELD_MAX_BYTES)
				await new Promise((resolve) => (channel.onbufferedamountlow = resolve));
			channel.send(left < pieceBytes ? piece.subarray(0, left) : piece);
		}
		return from;
	}
};
