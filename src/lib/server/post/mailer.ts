// Mails, by SMTP. One connection for each: a few mails an hour are not worth a pool that may go stale.
import { createTransport } from 'nodemailer';
import type { Letter } from '../../shared/letter';
import { idOf } from './deliveries';
import type { Sender } from './worker';

/** No try hangs for longer than these together, in milliseconds. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/**
 * Sends through the server that `url` names (smtp://user:password@host:port, smtps://…) in the name of `from`. The
 * Message-ID is the same for every try of one delivery; its host is `host`.
 */
export function mailer({ url, from, host }: { url: string; from: string; host: string }): Sender {
	const transport = createTransport({ url, pool: false, ...PATIENCE });
	return async (due) => {
		const { subject, text, html, attachments = [] } = due.content as Letter;
		try {
			const sent = await transport.sendMail({
				messageId: `<${idOf(due)}@${host}>`,
				from,
				to: due.address ?? '',
				subject,
				text,
				html,
				attachments: attachments.map((one) => ({ ...one, encoding: 'base64' })),
				// Asks those that are away not to answer a program.
				headers: { 'Auto-Submitted': 'auto-generated' },
				disableFileAccess: true,
				disableUrlAccess: true
			});
			return { kind: 'sent', answer: sent.response };
		} catch (error) {
			const { code, response, responseCode = 0, message } = error as SmtpError;
			// That server has refused this address or this letter for good. A refused password is no such thing: it is
			// set up wrongly, and will be set right.
			const isFinal = responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
			return { kind: isFinal ? 'never' : 'again', answer: response ?? message };
		}
	};
}

type SmtpError = Error & { code?: string; response?: string; responseCode?: number };
