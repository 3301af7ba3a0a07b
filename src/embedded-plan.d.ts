/** Of the plan as JSON, compressed with gzip (vite.config.ts). */
declare module '$embedded-plan?url' {
	const url: string;
	export default url;
}

declare module '$embedded-plan' {
	const plan: unknown;
	export default plan;
}
