// What a chart draws by hand beside its lines and bars: names at their ends, a level, hatching, grey ground, notes above.
import type { Plugin } from 'chart.js';

export type Looks = { colour: (token: string) => string; family: string };

/** Hatched grey: too few to say or hidden, never a colour of a grade. */
export function hatch(colour: string): CanvasPattern | string {
	const tile = document.createElement('canvas');
	tile.width = tile.height = 6;
	const context = tile.getContext('2d');
	if (!context) return colour;
	context.strokeStyle = colour;
	context.lineWidth = 1.2;
	context.beginPath();
	for (const shift of [-3, 0, 3, 6]) {
		context.moveTo(shift, 6);
		context.lineTo(shift + 6, 0);
	}
	context.stroke();
	return context.createPattern(tile, 'repeat') ?? colour;
}

/** Each line's name at its end, instead of a legend; and a level across with its own. */
export function names({ colour, family }: Looks, level: { value: number; label: string } | null): Plugin {
	return {
		id: 'names',
		afterDatasetsDraw(drawn) {
			const { ctx, chartArea } = drawn;
			ctx.save();
			ctx.textBaseline = 'middle';
			const taken: number[] = [];
			const write = (text: string, x: number, wanted: number, style: string) => {
				let y = wanted;
				while (taken.some((other) => Math.abs(other - y) < 15)) y += 15;
				taken.push(y);
				ctx.fillStyle = style;
				ctx.fillText(text, x, y);
			};
			let side = chartArea.right + 8;
			ctx.font = `600 12px ${family}`;
			drawn.data.datasets.forEach((set, index) => {
				if (!set.label) return;
				const points = drawn.getDatasetMeta(index).data;
				const point = points[set.data.findLastIndex((value) => value !== null)];
				if (!point) return;
				side = Math.min(point.x + 10, chartArea.right + 8);
				write(set.label, side, point.y, String(set.borderColor));
			});
			if (level) {
				const y = drawn.scales.y?.getPixelForValue(level.value) ?? 0;
				ctx.strokeStyle = colour('--ink-faint');
				ctx.lineWidth = 1;
				ctx.setLineDash([2, 3]);
				ctx.beginPath();
				ctx.moveTo(chartArea.left, y);
				ctx.lineTo(chartArea.right, y);
				ctx.stroke();
				ctx.font = `12px ${family}`;
				write(level.label, side, y, colour('--ink-soft'));
			}
			ctx.restore();
		}
	};
}

/** The half of a step's width, by which the ground and the notes reach to its edges. */
function half(count: number, left: number, right: number): number {
	return (right - left) / Math.max(1, count) / 2;
}

/** A grey ground under some steps. */
export function shades(shaded: readonly boolean[], { colour }: Looks): Plugin {
	return {
		id: 'shades',
		beforeDatasetsDraw(drawn) {
			if (!shaded.includes(true)) return;
			const { ctx, chartArea, scales } = drawn;
			const reach = half(shaded.length, chartArea.left, chartArea.right);
			ctx.save();
			ctx.fillStyle = colour('--paper-sunk');
			shaded.forEach((isShaded, index) => {
				const x = scales.x?.getPixelForValue(index) ?? 0;
				if (isShaded) ctx.fillRect(x - reach, chartArea.top, 2 * reach, chartArea.bottom - chartArea.top);
			});
			ctx.restore();
		}
	};
}

/** Notes over the steps they are about: a bar at the top with a number, and thin lines down at its ends. */
export function spans(
	over: readonly { from: number; to: number; label: string }[],
	{ colour, family }: Looks
): Plugin {
	return {
		id: 'spans',
		afterDatasetsDraw(drawn) {
			if (over.length === 0) return;
			const { ctx, chartArea, scales } = drawn;
			const reach = half(drawn.data.labels?.length ?? 1, chartArea.left, chartArea.right);
			ctx.save();
			ctx.font = `600 11px ${family}`;
			ctx.textAlign = 'center';
			ctx.textBaseline = 'middle';
			for (const { from, to, label } of over) {
				const left = (scales.x?.getPixelForValue(from) ?? 0) - reach;
				const right = (scales.x?.getPixelForValue(to) ?? 0) + reach;
				ctx.strokeStyle = ctx.fillStyle = colour('--accent');
				ctx.lineWidth = 2;
				ctx.beginPath();
				ctx.moveTo(left + 1, chartArea.top - 4);
				ctx.lineTo(right - 1, chartArea.top - 4);
				ctx.stroke();
				ctx.lineWidth = 1;
				ctx.setLineDash([2, 3]);
				ctx.beginPath();
				for (const x of [left, right]) {
					ctx.moveTo(x, chartArea.top - 4);
					ctx.lineTo(x, chartArea.bottom);
				}
				ctx.stroke();
				ctx.setLineDash([]);
				ctx.beginPath();
				ctx.arc((left + right) / 2, chartArea.top - 14, 8, 0, 2 * Math.PI);
				ctx.fill();
				ctx.fillStyle = colour('--on-accent');
				ctx.fillText(label, (left + right) / 2, chartArea.top - 13.5);
			}
			ctx.restore();
		}
	};
}
