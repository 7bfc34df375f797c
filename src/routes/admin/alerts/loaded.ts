// What the page was given when the alerts could be read.
import type { PageData } from './$types';

export type Loaded = Extract<PageData, { failed: null }>;
