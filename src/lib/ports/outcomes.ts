import type { Result } from '../base/result';
import type { StorageError } from './storage-error';

/** A write's outcome: `ok` only after it is on the disk (strict durability), never before. */
export type Written = Promise<Result<void, StorageError>>;
export type Read<Value> = Promise<Result<Value, StorageError>>;
/** Ends an observation. */
export type Unsubscribe = () => void;
/** Called at once with what is held, and after every change, from whichever tab. */
export type Observer<Value> = (value: Result<Value, StorageError>) => void;
