// How the staff's dialogs stand on the screen: above everything, and gone by themselves when nobody touches them.

type Wish = { closesMs: number; onclose: () => void };

export function modal(panel: HTMLDialogElement, { closesMs, onclose }: Wish) {
	let timer: ReturnType<typeof setTimeout>;
	const stay = () => {
		clearTimeout(timer);
		timer = setTimeout(onclose, closesMs);
	};
	panel.showModal();
	// Else the first key has the focus, and Enter after a PIN would close what it was to open.
	panel.focus();
	addEventListener('pointerdown', stay);
	addEventListener('keydown', stay);
	stay();
	return {
		destroy() {
			clearTimeout(timer);
			removeEventListener('pointerdown', stay);
			removeEventListener('keydown', stay);
		}
	};
}
