// What a command says while it works and when it is refused. On a terminal progress is a bar; in a log, a line now
// and then.
import type { Problem, ProblemCode, ProblemDetails } from '../../shared/problem';

export type Progress = { to: (done: number) => void; end: () => void };
export type Say = { line: (text: string) => void; progress: (what: string, total: number) => Progress };

const LINE_EVERY_MS = 2_000;

/** Says it to a stream (standard output). */
export async function make(out: NodeJS.WriteStream): Promise<Say> {
	const line = (text: string) => void out.write(`${text}\n`);
	// Only a terminal needs it, and a production install may lack it.
	const bars = out.isTTY ? await import('cli-progress').catch(() => null) : null;
	if (!bars) return { line, progress: (what, total) => lines(line, what, total) };
	return {
		line,
		progress(what, total) {
			const bar = new bars.default.SingleBar(
				{
					stream: out,
					format: `${what.padEnd(12)} [{bar}] {percentage} %  {value}/{total}  {duration_formatted}`,
					hideCursor: true
				},
				bars.default.Presets.shades_classic
			);
			bar.start(total, 0);
			return {
				to: (done) => bar.update(done),
				end: () => bar.stop()
			};
		}
	};
}

/** A line at the start, every few seconds, and at the end. */
function lines(line: (text: string) => void, what: string, total: number): Progress {
	const startedAt = performance.now();
	let saidAt = startedAt;
	let last = 0;
	line(`${what}: 0/${total}`);
	return {
		to(done) {
			last = done;
			const now = performance.now();
			if (now - saidAt < LINE_EVERY_MS) return;
			saidAt = now;
			line(`${what}: ${done}/${total} (${Math.floor((done / Math.max(total, 1)) * 100)} %)`);
		},
		end() {
			const seconds = (performance.now() - startedAt) / 1000;
			const each = seconds > 0.05 ? `, ${Math.round(last / seconds)} a second` : '';
			line(`${what}: ${last}/${total} in ${seconds.toFixed(1)} s${each}`);
		}
	};
}

const SENTENCES: Partial<Record<ProblemCode, (details: ProblemDetails) => string>> = {
	not_empty: ({ table }) =>
		`This database is not empty (there is something in ${String(table)}). Choose another with DATABASE_URL, or ` +
		'move this one away first; nothing was changed.',
	already_exists: ({ username, field }) =>
		`There is one already${username === undefined ? '' : ` called ${String(username)}`}${field === undefined ? '' : ` with this ${String(field)}`}. Nothing was changed.`,
	bad_shape: ({ field, ...more }) =>
		`This cannot be: ${String(field)}${Object.entries(more)
			.map(([name, value]) => `, ${name} ${String(value)}`)
			.join('')}.`,
	not_found: (details) =>
		`There is no ${Object.entries(details)
			.map(([noun, value]) => `${noun} ${String(value)}`)
			.join(', ')}.`,
	counter_not_ready: ({ missing }) =>
		`A tablet cannot stand at this counter yet; it lacks: ${String(missing)}.`
};

/** A refusal as an English sentence. */
export function sentence({ code, details }: Problem): string {
	return SENTENCES[code]?.(details) ?? `Refused: ${code} ${JSON.stringify(details)}`;
}
