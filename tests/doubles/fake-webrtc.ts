/** As much of RTCPeerConnection as the connector uses, over a wire that a test can cut, fill and drain. */

const ANSWERED_MS = 20;

/** The phones that can reach each other. */
export class FakeNetwork {
	/** Candidate lines that every phone on it finds. */
	candidates = ['1 1 udp 2113937151 192.168.1.7 5000 typ host'];
	/** Whether nothing gets through. */
	isDown = false;
	/** What `setRemoteDescription` is refused with. */
	refusal: string | null = null;
	/** How long gathering takes. */
	gathersForMs = 10;
	/** How long it takes until the first candidates are there. */
	findsAfterMs = 0;
	/** Whether what is sent stays with the sender until `drain`. */
	isSlow = false;
	readonly connections: FakeConnection[] = [];

	readonly createConnection = (): RTCPeerConnection => {
		const connection = new FakeConnection(this, this.connections.length);
		this.connections.push(connection);
		return connection as unknown as RTCPeerConnection;
	};

	/** The connection that was made as the first, the second, … */
	at(index: number): FakeConnection {
		const connection = this.connections[index];
		if (!connection) throw new Error(`there is no connection ${index}`);
		return connection;
	}
}

export class FakeChannel extends EventTarget {
	readyState: RTCDataChannelState = 'connecting';
	binaryType = 'blob';
	bufferedAmount = 0;
	bufferedAmountLowThreshold = 0;
	/** The greatest that `bufferedAmount` ever was. */
	mostBuffered = 0;
	onopen: (() => void) | null = null;
	onclose: (() => void) | null = null;
	onmessage: ((event: { data: unknown }) => void) | null = null;
	onbufferedamountlow: (() => void) | null = null;
	other: FakeChannel | null = null;
	#sent: Uint8Array[] = [];
	#isClosing = false;

	constructor(private readonly network: FakeNetwork) {
		super();
	}

	send(data: Uint8Array): void {
		if (this.readyState !== 'open') throw new DOMException('closed', 'InvalidStateError');
		this.#sent.push(data.slice());
		this.bufferedAmount += data.length;
		this.mostBuffered = Math.max(this.mostBuffered, this.bufferedAmount);
		if (!this.network.isSlow) queueMicrotask(() => this.drain());
	}

	/** Lets all that waits arrive. */
	drain(): void {
		for (const data of this.#sent.splice(0)) {
			this.bufferedAmount -= data.length;
			this.other?.arrive(data.buffer);
		}
		if (this.#isClosing) this.closed();
		else this.onbufferedamountlow?.();
	}

	arrive(data: unknown): void {
		if (this.readyState === 'open') this.onmessage?.({ data });
	}

	/** Orderly: what was sent before arrives first. */
	close(): void {
		if (this.readyState === 'closed' || this.#isClosing) return;
		this.#isClosing = true;
		this.readyState = 'closing';
		if (!this.network.isSlow) queueMicrotask(() => this.drain());
	}

	/** Now, on both sides. */
	closed(): void {
		if (this.readyState === 'closed') return;
		this.readyState = 'closed';
		this.onclose?.();
		const { other } = this;
		if (other && other.readyState !== 'closed') queueMicrotask(() => other.closed());
	}
}

export class FakeConnection extends EventTarget {
	connectionState: RTCPeerConnectionState = 'new';
	iceConnectionState: RTCIceConnectionState = 'new';
	oniceconnectionstatechange: (() => void) | null = null;
	iceGatheringState: RTCIceGatheringState = 'new';
	localDescription: { type: string; sdp: string } | null = null;
	remoteSdp: string | null = null;
	channel!: FakeChannel;
	channelOptions: unknown;
	ondatachannel: (() => void) | null = null;
	onconnectionstatechange: (() => void) | null = null;
	isClosed = false;
	/** The candidates that it was told once more. */
	readonly reminders: string[] = [];

	constructor(
		private readonly network: FakeNetwork,
		readonly number: number
	) {
		super();
	}

	createDataChannel(label: string, options: object): FakeChannel {
		this.channelOptions = { label, ...options };
		this.channel = new FakeChannel(this.network);
		return this.channel;
	}

	async setLocalDescription(): Promise<void> {
		const byte = this.number.toString(16).padStart(2, '0').toUpperCase();
		const lines = [
			`a=fingerprint:sha-256 ${Array(32).fill(byte).join(':')}`,
			`a=ice-ufrag:phone${this.number}`,
			'a=ice-pwd:0123456789012345678901',
			'a=mid:0'
		];
		const { candidates, findsAfterMs, gathersForMs } = this.network;
		const type = this.remoteSdp === null ? 'offer' : 'answer';
		this.localDescription = { type, sdp: lines.join('\r\n') };
		this.iceGatheringState = 'gathering';
		const found = () => {
			const sdp = [...lines, ...candidates.map((line) => `a=candidate:${line}`)].join('\r\n');
			this.localDescription = { type, sdp };
			this.dispatchEvent(new Event('icecandidate'));
		};
		if (findsAfterMs === 0) found();
		else setTimeout(found, findsAfterMs);
		setTimeout(() => {
			this.iceGatheringState = 'complete';
			this.dispatchEvent(new Event('icegatheringstatechange'));
		}, gathersForMs);
	}

	async setRemoteDescription({ type, sdp }: { type: string; sdp: string }): Promise<void> {
		if (this.network.refusal !== null) throw new DOMException(this.network.refusal, 'OperationError');
		this.remoteSdp = sdp;
		for (const other of this.network.connections)
			if (other !== this && this.names(other) && !other.isClosed && !this.network.isDown)
				if (other.names(this)) this.#connect(other);
				else if (other.localDescription?.type === 'offer' && type === 'answer') this.#answered();
	}

	async addIceCandidate({ candidate }: { candidate: string }): Promise<void> {
		if (this.isClosed) throw new DOMException('closed', 'InvalidStateError');
		this.reminders.push(candidate);
	}

	/** Whether it has been told of `other`. */
	names(other: FakeConnection): boolean {
		return this.remoteSdp?.includes(`a=ice-ufrag:phone${other.number}\r\n`) ?? false;
	}

	/** What is asked of an address comes back, though nobody there has been told of this phone. */
	#answered(): void {
		this.iceConnectionState = 'connected';
		setTimeout(() => this.oniceconnectionstatechange?.(), ANSWERED_MS);
	}

	#connect(other: FakeConnection): void {
		this.channel.other = other.channel;
		other.channel.other = this.channel;
		for (const one of [this, other]) one.become('connected');
		for (const { channel } of [this, other])
			setTimeout(() => {
				channel.readyState = 'open';
				channel.onopen?.();
			}, 5);
	}

	become(state: RTCPeerConnectionState): void {
		this.connectionState = state;
		this.onconnectionstatechange?.();
		this.dispatchEvent(new Event('connectionstatechange'));
	}

	close(): void {
		if (this.isClosed) return;
		this.isClosed = true;
		this.connectionState = 'closed';
		const other = this.channel.other;
		this.channel.readyState = 'closed';
		if (other) queueMicrotask(() => other.closed());
	}
}
