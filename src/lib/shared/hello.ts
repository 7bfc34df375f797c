// The hello of a paired tablet, once a minute and whenever it comes back: how it is, and what it is told in return.
import * as v from 'valibot';
import { HashShape, InstantShape, SignatureShape, TicketShape } from './rating';
import type { Setup } from './setup';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a tablet lacks that an unattended one should have (kiosk/means.ts). */
export const LACKS = ['https', 'worker', 'wakelock', 'persist'] as const;

export const WordShape = v.object({
	/** The build that runs on it. */
	version: v.pipe(v.string(), v.maxLength(40)),
	/** What its screen shows. */
	screen: v.picklist(['rating', 'sleeping', 'locked']),
	/** Sealed ratings that wait, since when the oldest does, and how many were refused or set aside. */
	waiting: count,
	oldestWaitingAt: v.nullable(InstantShape),
	refused: count,
	aside: count,
	/** The number of the newest rating it has sealed, and when the last one was tapped (its clock). */
	lastSeq: count,
	lastTapAt: v.nullable(InstantShape),
	/** `persisted`: whether the browser promised to keep the store; null where it does not say. */
	storage: v.object({
		persisted: v.nullable(v.boolean()),
		usedBytes: v.nullable(count),
		quotaBytes: v.nullable(count),
		/** Whether the store refused a write the last time. */
		failing: v.boolean()
	}),
	/** 0 … 1, where the browser tells. */
	battery: v.nullable(
		v.object({ level: v.pipe(v.number(), v.minValue(0), v.maxValue(1)), charging: v.boolean() })
	),
	/** How often its clock was seen to jump since it started. */
	clockJumps: count,
	lacks: v.pipe(v.array(v.picklist(LACKS)), v.maxLength(LACKS.length)),
	/** The set-up it has; the answer brings another where there is one. */
	setupTag: v.nullable(v.pipe(v.string(), v.maxLength(40))),
	/** The life of the database it last spoke to. */
	epoch: v.nullable(v.pipe(v.string(), v.maxLength(40)))
});
/** How a tablet is, in its own words. */
export type Word = v.InferOutput<typeof WordShape>;

export const HelloShape = v.object({
	key: HashShape,
	ticket: TicketShape,
	sentAt: InstantShape,
	word: WordShape,
	/** Over statementText({ purpose: 'hello', head: SHA-256 of canonical(word), count: 0, … }). */
	signature: SignatureShape
});
export type Hello = v.InferOutput<typeof HelloShape>;

export type HelloAnswer = {
	serverAt: number;
	ticket: string;
	epoch: string;
	/** The highest number this server has of the tablet, in the ledger or among the refused; 0: none. */
	highestSeq: number;
	/** Null where the tablet has it already. */
	setup: Setup | null;
};

export const PairShape = v.object({
	code: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
	/** SPKI, DER, base64url. */
	publicKey: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{100,200}$/)),
	sentAt: InstantShape,
	/** Over statementText({ purpose: 'pair', ticket: '', head: SHA-256 of the code as typed in, count: 0, … }). */
	signature: SignatureShape
});

export type PairAnswer = { deviceId: number; serverAt: number; ticket: string; epoch: string; setup: Setup };
