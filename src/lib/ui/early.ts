// What somebody types before the page's script has woken up. Waking up sets every field to what the server sent;
// on a slow line that would take away what was typed meanwhile, so it is remembered and put back.
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const CONTROLS = 'input:not([type="file"]), select, textarea';
const typed = new Map<Control, string | boolean>();

/** Begins to remember: called once, before the page wakes up. */
export function remember(): void {
	for (const control of document.querySelectorAll<Control>(CONTROLS))
		if (isChanged(control)) typed.set(control, stateOf(control));
	document.addEventListener('input', heard, true);
	document.addEventListener('change', heard, true);
}

/** Puts back what was typed early, so that the page's own state hears of it: called when the page is awake. */
export function restore(): void {
	document.removeEventListener('input', heard, true);
	document.removeEventListener('change', heard, true);
	for (const [control, state] of typed) {
		if (!control.isConnected || stateOf(control) === state) continue;
		if (typeof state === 'boolean') (control as HTMLInputElement).checked = state;
		else control.value = state;
		for (const name of ['input', 'change']) control.dispatchEvent(new Event(name, { bubbles: true }));
	}
	typed.clear();
	document.documentElement.dataset.awake = '';
}

function heard({ target }: Event): void {
	if (target instanceof Element && target.matches(CONTROLS))
		typed.set(target as Control, stateOf(target as Control));
}

function stateOf(control: Control): string | boolean {
	const ticks = control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type);
	return ticks ? control.checked : control.value;
}

function isChanged(control: Control): boolean {
	if (control instanceof HTMLSelectElement)
		return [...control.options].some((option) => option.selected !== option.defaultSelected);
	if (typeof stateOf(control) === 'boolean')
		return (control as HTMLInputElement).checked !== (control as HTMLInputElement).defaultChecked;
	return control.value !== control.defaultValue;
}
