// its HTML carries the first screen (hooks.server.ts)
export const prerender = true;
