// The settings of this process, read once from the environment. `.env.example` names every one.
import * as v from 'valibot';

const Shape = v.object({
	DATABASE_URL: v.optional(
		v.pipe(v.string(), v.regex(/^(file:.+|https?:\/\/.+)$/, 'must be file:PATH or http(s)://HOST')),
		'file:data/hailong.db'
	),
	DATABASE_TOKEN: v.optional(v.string()),
	ORIGIN: v.optional(v.pipe(v.string(), v.url('must be a whole address, like https://rate.example.gov.vn'))),
	HOST: v.optional(v.string(), '0.0.0.0'),
	PORT: v.optional(v.pipe(v.string(), v.regex(/^\d+$/, 'must be a number'), v.transform(Number)), '3000'),
	SECRET: v.pipe(v.string('is missing'), v.minLength(32, 'must have at least 32 characters')),
	TRUSTED_PROXY_HEADER: v.optional(v.string()),
	DEVICE_POSTS_PER_MINUTE: v.optional(
		v.pipe(v.string(), v.regex(/^[1-9]\d*$/, 'must be a number'), v.transform(Number))
	),
	SMTP_URL: v.optional(
		v.pipe(v.string(), v.regex(/^smtps?:\/\/.+$/, 'must be smtp://… or smtps://USER:PASSWORD@HOST:PORT'))
	),
	MAIL_FROM: v.optional(v.string()),
	WEBHOOKS_TO_PRIVATE: v.optional(v.picklist(['yes', 'no'], 'must be yes or no'), 'no'),
	API_REQUESTS_PER_MINUTE: v.optional(
		v.pipe(v.string(), v.regex(/^[1-9]\d*$/, 'must be a number'), v.transform(Number))
	),
	LOG_LEVEL: v.optional(v.picklist(['debug', 'info', 'warn', 'error', 'silent']), 'info')
});

export type Settings = {
	databaseUrl: string;
	databaseToken: string | undefined;
	/** Scheme, host and port as browsers see them, without a slash at the end. */
	origin: string;
	host: string;
	port: number;
	secret: string;
	/** The one header in which a trusted reverse proxy puts the caller's address, in lower case. */
	proxyHeader: string | undefined;
	/** How many posts a minute one tablet may send; undefined: devices/limits.ts says. */
	postsPerMinute: number | undefined;
	/** The server that takes mails; null: none is set, and mails wait. */
	smtpUrl: string | null;
	/** Whom mails come from. */
	mailFrom: string;
	/** Whether webhooks may lead to http, this machine and private networks. */
	webhooksToPrivate: boolean;
	/** How many requests a minute one key may make; undefined: auth/bearer.ts says. */
	requestsPerMinute: number | undefined;
	logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
};

/** The settings a command needs: which database. Throws like `settings`. */
export function databaseSettings(
	env: Record<string, string | undefined>
): Pick<Settings, 'databaseUrl' | 'databaseToken'> {
	const output = parse(v.pick(Shape, ['DATABASE_URL', 'DATABASE_TOKEN']), env);
	return { databaseUrl: output.DATABASE_URL, databaseToken: output.DATABASE_TOKEN };
}

/** Throws an Error that names every setting that is missing or wrong, and what it should be. */
export function settings(env: Record<string, string | undefined>): Settings {
	const output = parse(Shape, env);
	const origin = (output.ORIGIN ?? `http://localhost:${output.PORT}`).replace(/\/+$/, '');
	return {
		databaseUrl: output.DATABASE_URL,
		databaseToken: output.DATABASE_TOKEN,
		origin,
		host: output.HOST,
		port: output.PORT,
		secret: output.SECRET,
		proxyHeader: output.TRUSTED_PROXY_HEADER?.toLowerCase(),
		postsPerMinute: output.DEVICE_POSTS_PER_MINUTE,
		smtpUrl: output.SMTP_URL ?? null,
		mailFrom: output.MAIL_FROM ?? `Hài lòng <hai-long@${new URL(origin).hostname}>`,
		webhooksToPrivate: output.WEBHOOKS_TO_PRIVATE === 'yes',
		requestsPerMinute: output.API_REQUESTS_PER_MINUTE,
		logLevel: output.LOG_LEVEL
	};
}

function parse<S extends v.GenericSchema>(
	shape: S,
	env: Record<string, string | undefined>
): v.InferOutput<S> {
	const given = Object.fromEntries(
		Object.entries(env).filter(([, value]) => value !== undefined && value !== '')
	);
	const read = v.safeParse(shape, given);
	if (read.success) return read.output;
	const wrong = read.issues.map((issue) => {
		const key = String(issue.path?.[0]?.key);
		return `${key} ${issue.input === undefined ? 'is missing' : issue.message}`;
	});
	throw new Error(`Settings: ${wrong.join('; ')}. See .env.example.`);
}
