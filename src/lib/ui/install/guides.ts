import { m } from '$lib/paraglide/messages';
import type { InstallBrowser } from './likely-browser';

/** What is drawn beside a step: the part of the phone where to press. */
export type Scene =
	| { readonly kind: 'bar'; readonly edge: 'top' | 'bottom'; readonly icon: 'share' | 'dots' }
	| { readonly kind: 'menu'; readonly label: string }
	| { readonly kind: 'confirm'; readonly label: string; readonly at: 'top' | 'bottom' }
	| { readonly kind: 'home' };

export interface Guide {
	readonly title: string;
	/** Each says in words all that its drawing shows. */
	readonly steps: readonly { readonly text: string; readonly scene: Scene }[];
	readonly notes: readonly string[];
}

/** How it is done in `browser`, with the words that stand on its buttons. */
export function guideFor(browser: InstallBrowser): Guide {
	const last = {
		text: m.install_last({ status: m.status_offline_ready() }),
		scene: { kind: 'home' }
	} as const;
	switch (browser) {
		case 'iosSafari':
			return {
				title: m.install_ios(),
				steps: [
					{ text: m.install_ios_1(), scene: { kind: 'bar', edge: 'bottom', icon: 'share' } },
					{ text: m.install_ios_2(), scene: { kind: 'menu', label: m.install_label_add_ios() } },
					{
						text: m.install_ios_3(),
						scene: { kind: 'confirm', label: m.install_label_confirm_ios(), at: 'top' }
					},
					last
				],
				notes: [m.install_ios_other(), m.install_ios_note()]
			};
		case 'androidChrome':
			return {
				title: m.install_chrome(),
				steps: [
					{ text: m.install_chrome_1(), scene: { kind: 'bar', edge: 'top', icon: 'dots' } },
					{ text: m.install_chrome_2(), scene: { kind: 'menu', label: m.install_label_add() } },
					{
						text: m.install_chrome_3(),
						scene: { kind: 'confirm', label: m.install_label_confirm_chrome(), at: 'bottom' }
					},
					last
				],
				notes: []
			};
		case 'androidFirefox':
			return {
				title: m.install_firefox(),
				steps: [
					{ text: m.install_firefox_1(), scene: { kind: 'bar', edge: 'bottom', icon: 'dots' } },
					{ text: m.install_firefox_2(), scene: { kind: 'menu', label: m.install_label_add() } },
					{
						text: m.install_firefox_3(),
						scene: { kind: 'confirm', label: m.install_label_confirm_firefox(), at: 'bottom' }
					},
					last
				],
				notes: []
			};
	}
}
