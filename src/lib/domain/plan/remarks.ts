import type { PlanWarning } from './schema';

/**
 * What a remark says.
 * @param age What stands for `{age}` in it: the plan's age in words, counted when it is shown.
 */
export function remarkText(remark: Pick<PlanWarning, 'text'>, age: string): string {
	return remark.text.replaceAll('{age}', () => age);
}
