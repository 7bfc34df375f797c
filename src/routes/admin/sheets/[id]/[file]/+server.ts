// The evidence pack of one sheet: sheet.pdf, sheet.xlsx, sheet.json.
import { sheetFile } from '../../../../pack';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => sheetFile(event);
