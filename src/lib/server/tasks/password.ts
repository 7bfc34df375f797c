// Where a command gets a password from: the environment, a person at a terminal (nothing is shown), or a pipe.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** PASSWORD of the environment, else one line of the input; a terminal is asked, and shows no letters. */
export async function password(
	env: Record<string, string | undefined>,
	input: NodeJS.ReadStream,
	output: NodeJS.WriteStream
): Promise<string> {
	if (env.PASSWORD) return env.PASSWORD;
	if (input.isTTY) output.write('Password: ');
	const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
	const reader = createInterface({ input, output: nothing, terminal: input.isTTY });
	try {
		for await (const line of reader) return line;
		return '';
	} finally {
		reader.close();
		if (input.isTTY) output.write('\n');
	}
}
