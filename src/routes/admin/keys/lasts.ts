// How long a new key may last, in days.
export const LASTS = ['30', '90', '365', 'ever'] as const;
