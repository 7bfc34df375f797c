// The one file that asks SvelteKit whether this is a build: there is no database then.
export { building } from '$app/environment';
