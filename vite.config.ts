import { sveltekit } from '@sveltejs/kit/vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { sourceHash } from './scripts/source.js';
import { door } from './src/lib/server/intake/vite.ts';

const path = (to: string) => fileURLToPath(new URL(to, import.meta.url));
const alias = { $lib: path('src/lib'), $words: path('src/lib/paraglide/messages.js') };

// Three builds, one after the other (scripts/build.js): the kiosk as a small entry of its own, the SvelteKit
// app, and what runs under plain Node (the start script and the command-line verbs).
export default defineConfig(({ mode }) => {
	const define =
		mode === 'kiosk' || mode === 'production' ? { 'import.meta.env.VITE_VERSION': version() } : {};
	if (mode === 'kiosk') return { ...kiosk, define };
	if (mode === 'server') return server;
	return {
		plugins: [sveltekit(), door()],
		resolve: { alias },
		// The office knows which build its tablets ought to run.
		define,
		test: {
			include: ['src/**/*.test.ts', 'tests/*.test.ts'],
			environment: 'node',
			testTimeout: 30_000,
			hookTimeout: 60_000,
			setupFiles: ['tests/setup.ts'],
			globalSetup: ['tests/template.ts']
		}
	};
});

/** What a tablet says it runs: the package's version and the beginning of its source's hash. */
function version(): string {
	const { version } = JSON.parse(readFileSync(path('package.json'), 'utf8')) as { version: string };
	return JSON.stringify(`${version}+${sourceHash(path('.')).slice(0, 8)}`);
}

const kiosk = {
	configFile: false as const,
	plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
	resolve: { alias },
	publicDir: false as const,
	base: '/kiosk-app/',
	build: {
		outDir: 'static/kiosk-app',
		emptyOutDir: true,
		target: 'es2022',
		modulePreload: false,
		cssCodeSplit: false,
		rollupOptions: {
			input: path('src/lib/kiosk/main.ts'),
			// The shapes that the server reads with valibot stand beside constants that the tablet needs; unused, they
			// and the library may go: building a shape has no effect.
			treeshake: { manualPureFunctions: ['v'] },
			output: {
				entryFileNames: 'main.js',
				chunkFileNames: '[name]-[hash].js',
				assetFileNames: (asset: { names: string[] }) =>
					asset.names.some((name) => name.endsWith('.css')) ? 'main.css' : '[name]-[hash][extname]'
			}
		}
	}
};

const server = {
	configFile: false as const,
	resolve: { alias },
	publicDir: false as const,
	build: {
		ssr: true,
		outDir: 'build',
		emptyOutDir: false,
		target: 'node20',
		rollupOptions: {
			input: {
				start: path('src/start.ts'),
				tasks: path('src/lib/server/tasks/main.ts'),
				'verify-worker': path('src/lib/server/verify/worker.ts')
			},
			external: [/^\.\/handler\.js$/],
			output: { entryFileNames: '[name].js', chunkFileNames: 'tasks-[name]-[hash].js' }
		}
	}
};
