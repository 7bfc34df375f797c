// The file that staff take off a tablet that cannot send any more, and that an administrator imports: all the
// ratings its chain still has at hand, signed by the tablet's key, so that nothing can be slipped in on the way.
import * as v from 'valibot';
import { HashShape, InstantShape, SignatureShape } from './rating';

export const QUEUE_FORM = 1;
export const QUEUE_PURPOSE = 'hai-long queue';

export const QueueShape = v.object({
	form: v.literal(QUEUE_FORM),
	purpose: v.literal(QUEUE_PURPOSE),
	/** The name of the tablet's key, and the key itself (SPKI, DER, base64url). */
	key: HashShape,
	publicKey: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{100,200}$/)),
	/** The tablet's clock. */
	exportedAt: InstantShape,
	/** What waits, what was set aside and what is still kept of the acknowledged, in the order of the chain. */
	runs: v.array(
		v.object({
			sentAt: InstantShape,
			/** Unbroken: each one's `prev` is the hash of the one before it here. Sealed ratings whole, any number. */
			ratings: v.pipe(v.array(v.unknown()), v.minLength(1)),
			/** Over statementText({ purpose: 'ratings', key, ticket: '', sentAt, head: hash of the last, count }). */
			signature: SignatureShape
		})
	)
});
export type Queue = v.InferOutput<typeof QueueShape>;
