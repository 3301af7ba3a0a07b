import type { LogRepository } from '$lib/ports/log';

/** `log` with some of its methods put in place by others. */
export function logWith(log: LogRepository, methods: Partial<LogRepository>): LogRepository {
	return new Proxy(log, {
		get(target, name: keyof LogRepository) {
			const own = methods[name];
			return own ?? (target[name] as (...given: unknown[]) => unknown).bind(target);
		}
	});
}
