// How one screen gives way to the next: the short way to the left, quick, and without moving where that is not
// wanted. The new screen takes touches from its first frame on.
import type { TransitionConfig } from 'svelte/transition';

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const out = (t: number) => 1 - (1 - t) ** 3;

export function arrive(_node: Element): TransitionConfig {
	if (calm()) return { duration: 0 };
	return {
		duration: 180,
		easing: out,
		css: (t, u) => `opacity: ${t}; transform: translateX(${u * 64}px)`
	};
}

/** Gone before the new one is quite there, so that two rows of faces are never seen at once. */
export function leave(_node: Element): TransitionConfig {
	if (calm()) return { duration: 0 };
	return {
		duration: 110,
		css: (t, u) => `opacity: ${t}; transform: translateX(${u * -40}px)`
	};
}
