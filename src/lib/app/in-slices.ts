/** Some 20 ms of reading entries on a fast machine. */
const SLICE = 128;

/** `make` of each, in their order; between slices the screen can be drawn. */
export async function inSlices<Value, Made>(
	values: readonly Value[],
	make: (value: Value, at: number) => Made
): Promise<Made[]> {
	const made: Made[] = [];
	for (const [at, value] of values.entries()) {
		if (at > 0 && at % SLICE === 0) await new Promise((resolve) => setTimeout(resolve));
		made.push(make(value, at));
	}
	return made;
}
