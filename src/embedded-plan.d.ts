declare module '$embedded-plan?url' {
	const url: string;
	export default url;
}

declare module '$embedded-plan' {
	const plan: unknown;
	export default plan;
}
