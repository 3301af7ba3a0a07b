/** What is to be known of the phone's database by code that does without Dexie. */
export const DATABASE_NAME = 'beredt';

/** The newest version that database.ts declares: Dexie's number. */
export const DATABASE_VERSION = 3;

/** IndexedDB's own number of the same. */
export const NATIVE_VERSION = DATABASE_VERSION * 10;

/** The channel on which Dexie tells the other tabs what it wrote. */
export const WRITTEN_CHANNEL = 'x-storagemutated-1';
