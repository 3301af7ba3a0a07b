/** How far in a box stands for each step of depth, in px: lines need not grow with the text. */
export const INDENT = 24;
/** Between two lines that run side by side on the right, in px. */
export const JUMP_GAP = 14;
/** Where in a box a line from the side meets it: its first line of text, in rem. */
export const MEETING_REM = 1.5;

/** Where the line of a depth runs, in px from the left. */
export function laneX(depth: number): number {
	return depth * INDENT + 10;
}

/** The room that jumps take on the right, in px. */
export function jumpRoom(lanes: number): number {
	return lanes === 0 ? 0 : lanes * JUMP_GAP + 8;
}

/** Where the line of a jump runs, in px from the boxes' right edge. */
export function jumpX(lane: number): number {
	return (lane + 1) * JUMP_GAP;
}
