import type { Sayings } from './comments';

export const en: Sayings = {
	officer: {
		bad: [
			'I was told twice to come back without a clear reason. Please write down what is missing.',
			'The answers were short and I did not understand the next step.',
			'It would help if someone at the counter could speak a little English.'
		],
		good: [
			['TK-XNK SD-HTK', 'Very helpful and patient, explained each line of the declaration.'],
			'Professional and polite. Thank you.',
			'The officer called me as soon as the file was ready.'
		]
	},
	waiting: {
		bad: [
			'Waited more than ninety minutes with only one window open.',
			'The morning queue is too long; please open a second counter at nine.',
			'Promised for yesterday, ready only today.'
		],
		good: ['Done in ten minutes, faster than the time on the notice.', 'No queue today, very quick.']
	},
	procedure: {
		bad: [
			'We had to hand in paper copies of documents already sent electronically.',
			['GC-SXXK', 'The settlement report form is hard to fill in; an example would help.'],
			'Each visit a new document was requested. One complete list would save everybody time.'
		],
		good: ['Clear checklist at the counter, nothing was missing.', 'The steps are simpler than last year.']
	},
	system: {
		bad: [
			'The system was down for half the morning.',
			['NT-AD', 'Payment was made yesterday but still does not show in the system.']
		],
		good: [
			'Everything was registered at once.',
			['NT-AD', 'Electronic payment was recognised at once.'],
			'Online status tracking works well.'
		]
	},
	premises: {
		bad: [
			'Not enough seats in the waiting area.',
			['KT-TTHH', 'The inspection yard has no roof; our cartons got wet.']
		],
		good: ['Clean and well signposted office.']
	},
	rules: {
		bad: [
			'Two offices read the same rule in two ways.',
			['TV-TG', 'The rules on customs value are too general to prepare for.'],
			['XDT-MS TK-XNK', 'The same product was classified differently at two offices.']
		],
		good: ['The new rule was explained with the text at hand, very clear.']
	}
};
