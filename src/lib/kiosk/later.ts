// All that a customer's first screen need not wait for, as one file that is fetched behind it: the staff's screens, and
// the letters of every word in every language.
export { fetchLetters } from './said';
export { default as Staff } from './Staff.svelte';
export { default as Locked } from './steps/Locked.svelte';
export { default as Pair } from './steps/Pair.svelte';
