import type { Channel, Plan, Role } from '../plan/schema';
import { openedCards, type StepNow } from './cards';
import { channelsNow, type ChannelNow } from './channels';
import { openDeadlines } from './clocks';
import { coordinatorView, nextSteps, type NextStep } from './next';
import type { Deadline, IncidentState, RoleHolding, Said, Task } from './state';

/** A critical service as it stands; `normal` where nobody has said anything of it. */
export interface ServiceNow {
	readonly service: Plan['services'][number];
	readonly status: Said<'serviceStatusSet'>['status'];
	/** Since when it is so; null where nobody has said anything. */
	readonly sinceMs: number | null;
	readonly note: string | null;
}

/** What a situation picture is made of: the log's own facts, and the two parts that people write. */
export interface Situation {
	readonly services: readonly ServiceNow[];
	/** Written, and what was reported, the newest first. */
	readonly known: { readonly text: string; readonly observations: readonly Said<'observed'>[] };
	readonly done: { readonly steps: readonly StepNow[]; readonly tasks: readonly Task[] };
	readonly decided: readonly Said<'decided'>[];
	readonly next: {
		readonly text: string;
		readonly steps: readonly NextStep[];
		readonly tasks: readonly Task[];
		readonly overdue: readonly StepNow[];
	};
	/** Those that do not simply work. */
	readonly channels: readonly ChannelNow[];
	readonly roles: readonly { readonly role: Role; readonly holding: RoleHolding }[];
	readonly staff: readonly Said<'staffJoined'>[];
	readonly absent: readonly Said<'absenceNoted'>[];
	readonly meetingPlace: string | null;
	readonly deadlines: readonly Deadline[];
}

/** Each of the plan's services, in its order. */
export function servicesNow(plan: Plan, state: IncidentState): ServiceNow[] {
	return plan.services.map((service) => {
		const said = state.services.get(service.id);
		return {
			service,
			status: said?.status ?? 'normal',
			sinceMs: said ? (said.sinceMs ?? said.atMs) : null,
			note: said?.note ?? null
		};
	});
}

/** The situation at `nowMs`. */
export function situationOf(plan: Plan, state: IncidentState, nowMs: number): Situation {
	const steps = openedCards(plan, state).flatMap((card) => card.steps);
	const view = coordinatorView(plan, state, nowMs);
	return {
		services: servicesNow(plan, state),
		known: {
			text: state.picture.get('known')?.text ?? '',
			observations: state.observations.toReversed()
		},
		done: {
			steps: steps
				.filter((step) => step.state === 'ticked')
				.sort((a, b) => (b.done?.change?.atMs ?? 0) - (a.done?.change?.atMs ?? 0)),
			tasks: [...state.tasks.values()].filter((task) => task.done !== null)
		},
		decided: state.decisions.toReversed(),
		next: {
			text: state.picture.get('next')?.text ?? '',
			steps: nextSteps(plan, state),
			tasks: view.tasks,
			overdue: view.overdue
		},
		channels: troubledChannels(plan, state),
		roles: state.holdings
			.filter((holding) => holding.untilMs === null)
			.flatMap((holding) => {
				const role = plan.roles.find((one) => one.id === holding.roleId);
				return role ? [{ role, holding }] : [];
			}),
		staff: [...state.staff.values()],
		absent: [...state.absences.values()],
		meetingPlace: state.meetingPlace?.place ?? null,
		deadlines: openDeadlines(state)
	};
}

/** Channels of both of the plan's lists that are down, doubtful or gone; one that stands in both, once. */
function troubledChannels(plan: Plan, state: IncidentState): ChannelNow[] {
	const seen = new Set<string>();
	const isNew = ({ name, means }: Channel) => {
		const key = means === 'other' ? `${means}:${name}` : means;
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	};
	return [
		...channelsNow(plan, state, 'notificationChannels'),
		...channelsNow(plan, state, 'channels')
	].filter((one) => one.status !== 'working' && isNew(one.channel));
}
