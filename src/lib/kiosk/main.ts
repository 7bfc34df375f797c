// The kiosk's own entry: built apart from the desk (vite build --mode kiosk), so that a tablet loads nothing else.
import { mount } from 'svelte';
import '../ui/tokens.css';
import './kiosk.css';
import Kiosk from './Kiosk.svelte';
import { isLanguage } from '../shared/language';
import { overwriteGetLocale } from '../paraglide/runtime';
import { Tablet } from './tablet.svelte';

const place = document.getElementById('kiosk');
if (!place) throw new Error('the page has no place for the kiosk');

const tablet = new Tablet();
const first = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
if (first) tablet.ownLanguage = first;
overwriteGetLocale(() => tablet.language);
// The kiosk is light whatever the desk was last set to.
delete document.documentElement.dataset['theme'];
void tablet.open().finally(() => {
	place.replaceChildren();
	mount(Kiosk, { target: place, props: { tablet } });
});
