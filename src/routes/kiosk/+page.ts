// A shell made once, at build time: the kiosk is a program of its own and runs without the framework.
export const prerender = true;
export const csr = false;
export const ssr = true;
