// every page is made on the phone, from what the phone holds
export const ssr = false;
export const prerender = false;
export const trailingSlash = 'never';
