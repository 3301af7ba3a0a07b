import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutChart, MOST_JUMP_LANES, type ChartTree } from '$lib/ui/chart/chart-rows';

type Below = [turn: 'aside' | 'down', tree: ChartTree<null>, isProposal?: boolean];
const tree = (id: string, ...below: Below[]): ChartTree<null> => ({
	id,
	item: null,
	below: below.map(([turn, one, isProposal = false]) => ({ tree: one, turn, isProposal }))
});
const lanes = (list: readonly { depth: number }[]) => list.map(({ depth }) => depth);

describe('the layout of a chart', () => {
	it('sets what branches off further in, and what carries on straight below', () => {
		const { rows } = layOutChart([tree('a', ['aside', tree('b', ['down', tree('c')])], ['down', tree('d')])]);
		expect(rows.map(({ id, depth, turn }) => [id, depth, turn])).toEqual([
			['a', 0, 'root'],
			['b', 1, 'aside'],
			['c', 1, 'down'],
			['d', 0, 'down']
		]);
	});

	it('draws a line past what branches off down to what carries on', () => {
		const { rows } = layOutChart([tree('a', ['aside', tree('b', ['down', tree('c')])], ['down', tree('d')])]);
		expect(rows.map(({ id, over, beside }) => [id, lanes(over), lanes(beside)])).toEqual([
			['a', [], []],
			['b', [0], [0]],
			['c', [0, 1], [0]],
			['d', [0], []]
		]);
	});

	it('ends the line at the last that branches off', () => {
		const { rows } = layOutChart([tree('a', ['aside', tree('b')], ['aside', tree('c')])]);
		expect(rows.map(({ beside }) => lanes(beside))).toEqual([[], [0], []]);
	});

	it('draws a line as a proposal only where nothing of the plan is at its end', () => {
		const { rows } = layOutChart([tree('a', ['aside', tree('b'), true], ['down', tree('c')])]);
		expect(rows[1]?.over).toEqual([{ depth: 0, isProposal: false }]);
		const { rows: onlyProposal } = layOutChart([tree('a', ['down', tree('b'), true])]);
		expect(onlyProposal[1]?.over).toEqual([{ depth: 0, isProposal: true }]);
	});

	it('draws a way back on the right, from the lower box up to the higher one', () => {
		const { rows, jumpLanes } = layOutChart(
			[tree('a', ['down', tree('b', ['down', tree('c')])])],
			[{ from: 'c', to: 'a', isProposal: true }]
		);
		expect(jumpLanes).toBe(1);
		expect(rows.map(({ jumps }) => jumps)).toEqual([
			[{ lane: 0, part: 'to', heading: 'up', isProposal: true, isOver: false }],
			[{ lane: 0, part: 'through', heading: 'up', isProposal: true, isOver: true }],
			[{ lane: 0, part: 'from', heading: 'up', isProposal: true, isOver: true }]
		]);
	});

	it('draws ways that meet side by side, and leaves to words what nobody could follow', () => {
		const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
		const chain = ids.reduceRight<ChartTree<null> | null>(
			(below, id) => (below ? tree(id, ['down', below]) : tree(id)),
			null
		);
		const jumps = ids.slice(1).map((from) => ({ from, to: 'a', isProposal: false }));
		const { rows, jumpLanes } = layOutChart(chain ? [chain] : [], jumps);
		expect(jumpLanes).toBe(MOST_JUMP_LANES);
		expect(rows[0]?.jumps.map(({ lane }) => lane).sort()).toEqual([0, 1, 2]);
	});

	it('draws no line through a box, whatever hangs on what', () => {
		const { trees } = fc.letrec<{ trees: ChartTree<null> }>((tie) => ({
			trees: fc.oneof(
				{ maxDepth: 5 },
				fc.constant(tree('leaf')),
				fc
					.tuple(fc.array(tie('trees'), { maxLength: 4 }), fc.boolean())
					.map(([below, carriesOn]) =>
						tree(
							'branch',
							...below.map((one, at): Below => [carriesOn && at === below.length - 1 ? 'down' : 'aside', one])
						)
					)
			)
		}));
		fc.assert(
			fc.property(fc.array(trees, { maxLength: 3 }), (roots) => {
				for (const row of layOutChart(roots).rows) {
					// a lane runs left of the boxes that stand further in than its own
					for (const lane of row.beside) expect(lane.depth).toBeLessThan(row.depth);
					// and every box but a root is reached by one
					const arrival = row.turn === 'aside' ? row.depth - 1 : row.depth;
					if (row.turn !== 'root') expect(lanes(row.over)).toContain(arrival);
				}
			})
		);
	});
});
