// The components that draw and read codes, on a page of their own: qr.e2e.ts drives it through `window.meeting`.
import '../../../static/beredt.css';
import { mount, unmount } from 'svelte';
import QrCode from '../../../src/lib/ui/meeting/QrCode.svelte';
import QrScanner from '../../../src/lib/ui/meeting/QrScanner.svelte';

const found: string[] = [];
const onfound = (text: string) => void found.push(text);
const tracks: MediaStreamTrack[] = [];
let shown: object | null = null;

const media = navigator.mediaDevices as MediaDevices | undefined;
if (media) {
	const getUserMedia = media.getUserMedia.bind(media);
	media.getUserMedia = async (constraints) => {
		const stream = await getUserMedia(constraints);
		tracks.push(...stream.getTracks());
		return stream;
	};
}

const meeting = {
	scan(): void {
		shown = mount(QrScanner, { target: document.body, props: { onfound } });
	},
	draw(text: string, theme: string): void {
		document.documentElement.dataset.theme = theme;
		shown = mount(QrCode, { target: document.body, props: { text, label: 'Koden' } });
	},
	async leave(): Promise<void> {
		if (shown) await unmount(shown);
		shown = null;
	},
	found: (): string[] => found,
	/** How many cameras are on. */
	camerasOn: (): number => tracks.filter((track) => track.readyState === 'live').length
};

declare global {
	interface Window {
		meeting: typeof meeting;
	}
}
window.meeting = meeting;
document.documentElement.setAttribute('data-app-ready', '');
