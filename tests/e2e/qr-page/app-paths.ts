/** In the place of Kit's `$app/paths`, on a page without Kit. */
export const asset = (path: string): string => path;
