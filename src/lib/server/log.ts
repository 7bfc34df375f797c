// What the process says, one JSON object a line.
import { pino, type Logger } from 'pino';
import type { Settings } from './settings';

export type Log = Logger;

export function make(level: Settings['logLevel']): Log {
	return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
