// A letter as it is mailed: made by letters/, carried by server/post.
export type Attachment = {
	filename: string;
	contentType: string;
	/** base64 */
	content: string;
};

export type Letter = {
	subject: string;
	/** The same, said once without and once with form. */
	text: string;
	html: string;
	attachments?: Attachment[];
};
