// What Funnel.svelte draws, as a configuration of chart.js: loaded with it, lazily, and by nobody else.
import {
	Chart,
	LinearScale,
	LineElement,
	LogarithmicScale,
	PointElement,
	ScatterController,
	Tooltip,
	type ChartConfiguration,
	type ChartDataset,
	type Plugin
} from 'chart.js';
import type { Looks } from './strokes';

Chart.register(LinearScale, LineElement, LogarithmicScale, PointElement, ScatterController, Tooltip);

export { Chart };

export type Funnel = {
	/** How a dot stands: by shape as well as by colour. */
	dots: { x: number; y: number; name: string; stands: 'above' | 'same' | 'below' }[];
	/** The limits where the funnel is so wide, inner and outer. */
	mouth: { n: number; innerLow: number; innerHigh: number; low: number; high: number }[];
	centre: number;
	floor: number;
	titles: { x: string; y: string; centre: string; inner: string; outer: string };
	axis: (value: number) => string;
	count: (value: number) => string;
	note: (x: number, y: number) => string;
};

const LOOKS = {
	above: { style: 'triangle', turned: 0, colour: '--fine', radius: 7 },
	below: { style: 'triangle', turned: 180, colour: '--alarm', radius: 7 },
	same: { style: 'circle', turned: 0, colour: '--ink-faint', radius: 3.5 }
} as const;

type Scatter = ChartDataset<'scatter', { x: number; y: number }[]>;

export function configuration(funnel: Funnel, { colour, family }: Looks): ChartConfiguration<'scatter'> {
	const { dots, mouth, centre, floor, titles, axis, count, note } = funnel;
	const [ink, line] = [colour('--ink-soft'), colour('--line')];
	const font = { family, size: 12 };
	const limit = (of: 'low' | 'high' | 'innerLow' | 'innerHigh', dash: number[]): Scatter => ({
		data: mouth.map((one) => ({ x: one.n, y: one[of] })),
		showLine: true,
		pointRadius: 0,
		pointHitRadius: 0,
		borderColor: colour('--line-strong'),
		borderWidth: dash.length > 0 ? 1 : 1.5,
		borderDash: dash
	});
	const groups = (['same', 'above', 'below'] as const).map((stands): Scatter => {
		const { style, turned, colour: token, radius } = LOOKS[stands];
		return {
			data: dots.filter((dot) => dot.stands === stands).map(({ x, y }) => ({ x, y })),
			pointStyle: style,
			pointRotation: turned,
			pointRadius: radius,
			pointHoverRadius: radius + 2,
			pointBackgroundColor: stands === 'same' ? `${colour(token)}80` : colour(token),
			pointBorderColor: stands === 'same' ? colour(token) : colour('--paper')
		};
	});
	const order = (['same', 'above', 'below'] as const).map((stands) =>
		dots.filter((dot) => dot.stands === stands)
	);
	const widths = mouth.map(({ n }) => n);
	const [from, to] = [Math.min(...widths), Math.max(...widths)];
	return {
		type: 'scatter',
		data: {
			datasets: [
				...groups,
				limit('low', []),
				limit('high', []),
				limit('innerLow', [3, 4]),
				limit('innerHigh', [3, 4])
			]
		},
		plugins: [named(order, funnel, { colour, family })],
		options: {
			animation: false,
			responsive: true,
			maintainAspectRatio: false,
			layout: { padding: { right: 64, top: 8 } },
			scales: {
				x: {
					// A few hundred and a hundred thousand on one axis.
					type: to / from > 30 ? 'logarithmic' : 'linear',
					min: from,
					max: to,
					title: { display: true, text: titles.x, color: ink, font },
					grid: { display: false },
					border: { color: line },
					ticks: {
						color: ink,
						font,
						includeBounds: false,
						maxRotation: 0,
						autoSkipPadding: 24,
						callback: (value) => count(Number(value))
					}
				},
				y: {
					min: floor,
					max: 1,
					title: { display: true, text: titles.y, color: ink, font },
					grid: { color: line },
					border: { display: false },
					ticks: { color: ink, font, maxTicksLimit: 6, callback: (value) => axis(Number(value)) }
				}
			},
			plugins: {
				tooltip: {
					backgroundColor: colour('--ink'),
					titleColor: colour('--paper'),
					bodyColor: colour('--paper'),
					titleFont: font,
					bodyFont: font,
					padding: 10,
					cornerRadius: 4,
					displayColors: false,
					filter: (item) => item.datasetIndex < order.length,
					callbacks: {
						title: ([item]) => (item ? (order[item.datasetIndex]?.[item.dataIndex]?.name ?? '') : ''),
						label: (item) => note(item.parsed.x ?? 0, item.parsed.y ?? centre)
					}
				}
			}
		}
	};
}

/** The names of those outside beside their dots, of the lines at their ends, and the centre across. */
function named(
	order: Funnel['dots'][],
	{ mouth, centre, floor, titles }: Funnel,
	{ colour, family }: Looks
): Plugin<'scatter'> {
	return {
		id: 'named',
		afterDatasetsDraw(drawn) {
			const { ctx, chartArea, scales } = drawn;
			const height = (value: number) => scales.y?.getPixelForValue(value) ?? 0;
			ctx.save();
			ctx.strokeStyle = colour('--ink');
			ctx.lineWidth = 1;
			ctx.beginPath();
			ctx.moveTo(chartArea.left, height(centre));
			ctx.lineTo(chartArea.right, height(centre));
			ctx.stroke();
			ctx.textBaseline = 'middle';
			const last = mouth.at(-1);
			const taken: number[] = [];
			const ends: [string, number][] = [
				[titles.centre, centre],
				[titles.inner, last?.innerLow ?? 0],
				[titles.outer, last?.low ?? 0]
			];
			ctx.font = `12px ${family}`;
			ctx.fillStyle = colour('--ink-soft');
			for (const [text, value] of ends) {
				if (value < floor) continue;
				let y = height(value);
				while (taken.some((other) => Math.abs(other - y) < 14)) y += 14;
				taken.push(y);
				ctx.fillText(text, chartArea.right + 6, y);
			}
			ctx.font = `600 12px ${family}`;
			const boxes: { x: number; y: number; width: number }[] = [];
			order.forEach((dots, at) =>
				dots.forEach(({ name, stands }, index) => {
					const dot = drawn.getDatasetMeta(at).data[index];
					if (stands === 'same' || !dot) return;
					const width = ctx.measureText(name).width;
					const isRight = dot.x + 12 + width < chartArea.right;
					const x = isRight ? dot.x + 11 : dot.x - 11 - width;
					const isTaken = boxes.some(
						(box) => Math.abs(box.y - dot.y) < 14 && x < box.x + box.width + 6 && box.x < x + width + 6
					);
					if (isTaken) return;
					boxes.push({ x, y: dot.y, width });
					ctx.strokeStyle = colour('--paper');
					ctx.lineWidth = 3;
					ctx.strokeText(name, x, dot.y);
					ctx.fillStyle = colour(LOOKS[stands].colour);
					ctx.fillText(name, x, dot.y);
				})
			);
			ctx.restore();
		}
	};
}
