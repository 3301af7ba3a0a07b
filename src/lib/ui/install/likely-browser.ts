/** The browsers that there is a guide for. */
export const INSTALL_BROWSERS = ['iosSafari', 'androidChrome', 'androidFirefox'] as const;
export type InstallBrowser = (typeof INSTALL_BROWSERS)[number];

/**
 * The browser that this is most likely read in; null for one that is on no phone. A guess by name decides only which
 * guide stands open: all of them can be reached.
 * @param maxTouchPoints An iPad calls itself a Mac; a Mac has no touch.
 */
export function likelyBrowser(userAgent: string, maxTouchPoints: number): InstallBrowser | null {
	if (/iPhone|iPad|iPod/.test(userAgent)) return 'iosSafari';
	if (/Macintosh/.test(userAgent) && maxTouchPoints > 1) return 'iosSafari';
	if (!/Android/.test(userAgent)) return null;
	return /Firefox\//.test(userAgent) ? 'androidFirefox' : 'androidChrome';
}
