/**
 * `file` as this browser lets it be shared: Chromium shares plain text and not JSON; what is in it is the same, and it
 * is read again by what is in it.
 * @returns Null where it lets no such file be shared.
 */
export function shareableFile(file: File): File | null {
	// the types say that it is always there
	const { canShare } = navigator as { canShare?: Navigator['canShare'] };
	if (!canShare) return null;
	const asText = new File([file], file.name.replace(/\.[a-z]+$/, '.txt'), { type: 'text/plain' });
	return [file, asText].find((one) => navigator.canShare({ files: [one] })) ?? null;
}

/**
 * Hands `file` to the phone's own way of sharing.
 * @returns Whether it took it; a person who changes their mind has not failed.
 */
export async function shareFile(file: File): Promise<boolean> {
	try {
		await navigator.share({ files: [file] });
		return true;
	} catch (error) {
		return error instanceof DOMException && error.name === 'AbortError';
	}
}
