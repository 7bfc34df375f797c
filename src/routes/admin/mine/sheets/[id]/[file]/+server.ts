// The evidence pack of one's own sheet: sheet.pdf, sheet.xlsx, sheet.json.
import { sheetFile } from '../../../../../pack';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => sheetFile(event);
