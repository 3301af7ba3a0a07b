import type { Plan } from '../plan/schema';
import type { IncidentState, Said } from './state';

const MINUTE_MS = 60_000;

/** Something that an exercise lets happen, and how far that is. */
export interface InjectNow {
	readonly inject: Plan['exercises'][number]['injects'][number];
	/** When it is to be played, counted from the opening. */
	readonly dueMs: number;
	/** Null until it was. */
	readonly played: Said<'injectPlayed'> | null;
}

/** An exercise as it runs: its injects in the order of their times. */
export interface ExerciseNow {
	readonly exercise: Plan['exercises'][number];
	readonly startedMs: number;
	readonly injects: readonly InjectNow[];
	/** The first that was not played; null when all were. */
	readonly next: InjectNow | null;
}

/** @returns Null where the incident is no exercise of this plan. */
export function exerciseNow(plan: Plan, state: IncidentState): ExerciseNow | null {
	const { opened } = state;
	const exercise = plan.exercises.find((one) => one.id === opened?.exerciseId);
	if (!opened || opened.mode !== 'exercise' || !exercise) return null;
	const injects = exercise.injects
		.map((inject) => ({
			inject,
			dueMs: opened.atMs + inject.atMinutes * MINUTE_MS,
			played: state.injects.get(inject.id) ?? null
		}))
		.sort((a, b) => a.dueMs - b.dueMs);
	return {
		exercise,
		startedMs: opened.atMs,
		injects,
		next: injects.find((one) => one.played === null) ?? null
	};
}
