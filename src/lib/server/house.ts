// This process's house: the one place where the rooms are put together. Routes and the start script reach it
// through `locals.house`; commands and tests open their own.
import { randomBytes } from 'node:crypto';
import * as rooms from './db/open';
import { migrate } from './db/migrate';
import * as lock from './db/lock';
import * as sound from './db/sound';
import * as bearer from './auth/bearer';
import type { AlertLetter } from './alerts/tell';
import * as alerts from './alerts/watcher';
import type { AppealLetter, Voice as AppealVoice } from './appeals/tell';
import * as appeals from './appeals/watcher';
import * as drafting from './appraisals/drafting';
import * as auth from './auth/signin';
import * as hearing from './devices/heard';
import * as devices from './devices/recogniser';
import * as tickets from './devices/ticket';
import * as digests from './digests/sender';
import * as intake from './intake/intake';
import * as pacing from './exports/pace';
import * as logs from './log';
import * as papers from './paper/press';
import * as checkpoints from './ratings/checkpoint';
import * as epochs from './ratings/epoch';
import { caller } from './post/caller';
import { mailer } from './post/mailer';
import * as post from './post/worker';
import * as news from './ratings/news';
import * as sweeps from './retention/sweep';
import * as rulesets from './rulesets/rulesets';
import type { Settings } from './settings';
import type { Behind, Sentence } from './intake/door';
import type { Rooms } from './intake/hello';

/** What the house says in words, given from outside: the words stand where no room may reach. */
export type Said = {
	/** A refusal in a language. */
	sentence: Sentence;
	letters: { alert: AlertLetter; digest: digests.DigestLetter; appeal: AppealLetter };
};

export type House = {
	settings: Settings;
	log: logs.Log;
	db: rooms.Db;
	signIn: auth.SignIn;
	/** Programs that come with a key. */
	keys: bearer.Bearer;
	/** What pairing, hello and the ratings door need of the house. */
	tablets: Rooms;
	intake: intake.Intake;
	/** Lets others go first while ratings are taken away row by row. */
	pace: pacing.Pace;
	news: news.News;
	/** Carries mails and webhook calls. */
	post: post.Post;
	/** Writes what is mailed about appeals (appeals/tell.ts). */
	appealVoice: AppealVoice;
	/** Drafts the sheets of a period in the background. */
	drafting: drafting.Drafting;
	/** Makes PDFs of papers. */
	paper: papers.Press;
	/** What checkpoints are signed with. */
	checkpointKey: checkpoints.Key;
	/** What the ratings door needs of the house. */
	door: Behind;
	/** Whether it is open for work: false while closing. */
	ready: boolean;
	/** Finishes what is under way, then closes the database. */
	close: () => Promise<void>;
};

/** How long a start waits for the process before it, or a command, to let go of the database. */
const LOCK_PATIENCE_MS = 10_000;

/**
 * Opens the database that the settings name, brings it up to date, checks that it is sound, and puts the rooms
 * together. Throws an Error that says what is wrong.
 */
export async function open(settings: Settings, said: Said): Promise<House> {
	const log = logs.make(settings.logLevel);
	const file = rooms.fileOf(settings.databaseUrl);
	const held = file === null ? null : await lock.hold(file, LOCK_PATIENCE_MS);
	const db = rooms.open({ url: settings.databaseUrl, authToken: settings.databaseToken });
	try {
		if (file !== null) await lock.writable(db, file, LOCK_PATIENCE_MS);
		await migrate(db);
		await epochs.adopt(db, randomBytes(16).toString('hex'), Date.now());
		await rulesets.ship(db, Date.now());
	} catch (error) {
		db.close();
		await held?.release();
		throw error;
	}
	const sqlite = await sound.version(db);
	const database = file === null ? 'server: no lock, see that only one app writes to it' : 'file, lock held';
	log.info({ sqlite, known: sound.known(sqlite), database }, 'database open');
	const told = news.make();
	const taking = intake.make(db, told);
	const tablets: Rooms = {
		db,
		devices: devices.recogniser(db, tickets.make(settings.secret), {
			freshMs: 100,
			postsPerMinute: settings.postsPerMinute
		}),
		heard: hearing.make(db, (error) => log.warn({ err: error }, 'last words of tablets not kept')),
		epochId: (await epochs.current(db.read)).id
	};
	const checkpointKey = checkpoints.keyFrom(settings.secret);
	const stopCheckpoints = checkpoints.start(db, checkpointKey, log);
	const stopSweeps = sweeps.start(db, log);
	const carrying = post.start(db, sendersOf(settings), log);
	const stopAlerts = alerts.start(
		db,
		{ letter: said.letters.alert, origin: settings.origin },
		{ news: told, told: carrying.poke, says: log }
	);
	const appealVoice = { letter: said.letters.appeal, origin: settings.origin };
	const stopAppeals = appeals.start(db, appealVoice, { told: carrying.poke, says: log });
	const stopDigests = digests.start(
		db,
		{ letter: said.letters.digest, origin: settings.origin },
		{ told: carrying.poke, says: log }
	);
	const paper = papers.press();
	const drafts = drafting.make(db, log);
	const house: House = {
		settings,
		log,
		db,
		keys: bearer.make(db, settings.requestsPerMinute),
		signIn: auth.make(db, { origin: settings.origin, secret: settings.secret }),
		intake: taking,
		pace: pacing.make(),
		news: told,
		post: carrying,
		appealVoice,
		drafting: drafts,
		paper,
		checkpointKey,
		tablets,
		door: { ...tablets, intake: taking, sentence: said.sentence, origin: settings.origin, log },
		ready: true,
		async close() {
			house.ready = false;
			told.close();
			await stopCheckpoints();
			await stopSweeps();
			await stopAlerts();
			await stopDigests();
			await stopAppeals();
			await drafts.stop();
			await paper.close();
			await carrying.stop();
			await house.intake.idle();
			await tablets.heard.close();
			await db.guard.idle();
			// All of it into the one file, so that a copy of the file is a copy of the database.
			if (db.guard.isFile) await db.guard.execute('PRAGMA wal_checkpoint(TRUNCATE)');
			db.close();
			await held?.release();
		}
	};
	return house;
}

function sendersOf({ smtpUrl, mailFrom, origin, webhooksToPrivate }: Settings): post.Senders {
	const { hostname } = new URL(origin);
	return {
		mail: smtpUrl === null ? null : mailer({ url: smtpUrl, from: mailFrom, host: hostname }),
		webhook: caller({ origin, privateToo: webhooksToPrivate })
	};
}
