/** Something to draw in a box, and what hangs on it. */
export interface ChartTree<Item> {
	readonly id: string;
	readonly item: Item;
	/** `aside` is drawn further in, with a line that turns off to it; `down` follows straight below, last of all. */
	readonly below: readonly {
		readonly tree: ChartTree<Item>;
		readonly turn: 'aside' | 'down';
		readonly isProposal: boolean;
	}[];
}

/** A line between two boxes, besides those of the tree. */
export interface ChartJump {
	readonly from: string;
	readonly to: string;
	readonly isProposal: boolean;
}

/** A line that runs past a box on its left, in the lane of `depth`. */
export interface Lane {
	readonly depth: number;
	readonly isProposal: boolean;
}

/** What of a jump is drawn beside a row, on its right. */
export interface JumpPart {
	readonly lane: number;
	readonly part: 'from' | 'through' | 'to';
	/** Which way it leads. */
	readonly heading: 'up' | 'down';
	readonly isProposal: boolean;
	/** Whether it also runs past what stands over the box. */
	readonly isOver: boolean;
}

/** One box of a chart that is drawn as rows, one under the other, with the lines that are drawn beside it. */
export interface ChartRow<Item> {
	readonly id: string;
	readonly item: Item;
	/** How far in it stands. */
	readonly depth: number;
	readonly turn: 'root' | 'aside' | 'down';
	readonly isProposal: boolean;
	/** Lines that run past what stands over the box, the one that comes to it among them. */
	readonly over: readonly Lane[];
	/** Lines that run past the box to a row further down. */
	readonly beside: readonly Lane[];
	readonly jumps: readonly JumpPart[];
}

export interface Chart<Item> {
	readonly rows: readonly ChartRow<Item>[];
	/** How many lanes the jumps take. */
	readonly jumpLanes: number;
}

/** More lines beside each other nobody can follow: what is over is told in words only. */
export const MOST_JUMP_LANES = 3;

interface Placed<Item> {
	readonly tree: ChartTree<Item>;
	readonly depth: number;
	readonly turn: ChartRow<Item>['turn'];
	readonly isProposal: boolean;
	readonly parent: number | null;
}

/**
 * Lays trees out as rows from the top down, and says for each which lines are drawn beside it. Text then wraps in its
 * box as it will, at whatever size: no line depends on how high a box is.
 */
export function layOutChart<Item>(
	trees: readonly ChartTree<Item>[],
	jumps: readonly ChartJump[] = []
): Chart<Item> {
	const placed: Placed<Item>[] = [];
	const place = (one: Placed<Item>) => {
		const at = placed.push(one) - 1;
		for (const { tree, turn, isProposal } of one.tree.below)
			place({ tree, turn, isProposal, parent: at, depth: one.depth + (turn === 'aside' ? 1 : 0) });
	};
	for (const tree of trees) place({ tree, depth: 0, turn: 'root', isProposal: false, parent: null });

	/** The lines from boxes before `at` to boxes at `from` or later; one is the plan's where any of its ends is. */
	const lanesAt = (at: number, from: number): Lane[] => {
		const lanes = new Map<number, boolean>();
		placed.forEach(({ parent, isProposal }, index) => {
			if (parent === null || parent >= at || index < from) return;
			const depth = placed[parent]?.depth ?? 0;
			lanes.set(depth, (lanes.get(depth) ?? true) && isProposal);
		});
		return [...lanes].map(([depth, isProposal]) => ({ depth, isProposal })).sort((a, b) => a.depth - b.depth);
	};

	const drawn = assignLanes(
		jumps,
		placed.map((one) => one.tree.id)
	);
	return {
		rows: placed.map(({ tree, depth, turn, isProposal }, at) => ({
			id: tree.id,
			item: tree.item,
			depth,
			turn,
			isProposal,
			over: lanesAt(at, at),
			beside: lanesAt(at, at + 1),
			jumps: drawn.flatMap((jump): JumpPart[] => {
				const [top, bottom] = [Math.min(jump.from, jump.to), Math.max(jump.from, jump.to)];
				if (at < top || at > bottom) return [];
				return [
					{
						lane: jump.lane,
						part: at === jump.from ? 'from' : at === jump.to ? 'to' : 'through',
						heading: jump.to < jump.from ? 'up' : 'down',
						isProposal: jump.isProposal,
						isOver: at > top
					}
				];
			})
		})),
		jumpLanes: drawn.reduce((most, jump) => Math.max(most, jump.lane + 1), 0)
	};
}

interface LaidJump {
	readonly from: number;
	readonly to: number;
	readonly lane: number;
	readonly isProposal: boolean;
}

/** Gives each jump the innermost lane that is free for its whole length, the shortest first. */
function assignLanes(jumps: readonly ChartJump[], ids: readonly string[]): LaidJump[] {
	const laid: LaidJump[] = [];
	const ends = jumps
		.map((jump) => ({
			from: ids.indexOf(jump.from),
			to: ids.indexOf(jump.to),
			isProposal: jump.isProposal
		}))
		.filter(({ from, to }) => from !== -1 && to !== -1 && from !== to)
		.sort((a, b) => Math.abs(a.from - a.to) - Math.abs(b.from - b.to));
	for (const jump of ends) {
		const [top, bottom] = [Math.min(jump.from, jump.to), Math.max(jump.from, jump.to)];
		const taken = laid.filter(
			(other) => Math.min(other.from, other.to) <= bottom && Math.max(other.from, other.to) >= top
		);
		let lane = 0;
		while (taken.some((other) => other.lane === lane)) lane += 1;
		if (lane < MOST_JUMP_LANES) laid.push({ ...jump, lane });
	}
	return laid;
}
