// A mail address, as an administrator types it: one, of plain letters, so that it can be no second line of a header.
import * as v from 'valibot';

export const MailShape = v.pipe(v.string(), v.trim(), v.maxLength(254), v.email());
