import fc from 'fast-check';

// fast-check prints the seed of what failed: FC_SEED=<it> runs the same again
const seed = Number(process.env.FC_SEED);
if (process.env.FC_SEED && Number.isSafeInteger(seed)) fc.configureGlobal({ seed });
