// What Chart.svelte draws, as a configuration of chart.js: loaded with it, lazily, and by nobody else.
import {
	BarController,
	BarElement,
	CategoryScale,
	Chart,
	Filler,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	Tooltip,
	type ChartConfiguration,
	type ChartDataset
} from 'chart.js';
import { hatch, names, shades, spans, type Looks } from './strokes';

Chart.register(
	BarController,
	BarElement,
	CategoryScale,
	Filler,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	Tooltip
);

export { Chart };

/** How a point stands out, by shape as well as by colour: a diamond or a triangle. */
export type PointMark = 'beyond' | 'run' | null;

export type Series = {
	label: string;
	values: (number | null)[];
	/** A colour token: '--ink'. */
	colour: string;
	dashed?: boolean;
	/** A quiet band around the line: its interval at each step, or its control limits. */
	band?: { low: (number | null)[]; high: (number | null)[] };
	marks?: PointMark[];
};

export type Drawing = {
	kind: 'line' | 'bar';
	/** One for each step, for the axis, and longer for the note at a point. */
	labels: string[];
	titles: string[];
	series: Series[];
	min: number;
	max?: number;
	/** Writes a value on the axis, and at a point of a step. */
	axis: (value: number) => string;
	note: (value: number, index: number, label: string) => string;
	/** Steps whose bars are of too few to say, or hidden: hatched. */
	few: boolean[];
	/** A level drawn across, with its name. */
	level?: { value: number; label: string } | null;
	/** Steps that lie on a grey ground: closed days. */
	shaded: boolean[];
	/** What lies over some steps, first to last, with a short label: notes. */
	over: { from: number; to: number; label: string }[];
};

/** Room for the axis' numbers, the same in every chart, so that charts above each other line up. */
const AXIS_WIDTH = 52;

export function configuration(drawing: Drawing, looks: Looks): ChartConfiguration {
	const { kind, labels, titles, min, max, axis, note, over } = drawing;
	const { colour, family } = looks;
	const [ink, line] = [colour('--ink-soft'), colour('--line')];
	const font = { family, size: 12 };
	return {
		type: kind,
		data: { labels, datasets: datasets(drawing, looks) },
		plugins: [
			shades(drawing.shaded, looks),
			spans(over, looks),
			...(kind === 'line' ? [names(looks, drawing.level ?? null)] : [])
		],
		options: {
			animation: false,
			responsive: true,
			maintainAspectRatio: false,
			layout: { padding: { right: 76, top: over.length > 0 ? 24 : 6 } },
			interaction: { mode: 'index', intersect: false },
			scales: {
				x: {
					offset: true,
					grid: { display: false },
					border: { color: line },
					ticks: { color: ink, font, maxRotation: 0, autoSkipPadding: 16 }
				},
				y: {
					min,
					max,
					grid: { color: line },
					border: { display: false },
					ticks: {
						color: ink,
						font,
						maxTicksLimit: kind === 'bar' ? 3 : 6,
						callback: (value) => axis(Number(value))
					},
					afterFit: (scale) => {
						scale.width = AXIS_WIDTH;
					}
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
					filter: (item) => Boolean(item.dataset.label),
					callbacks: {
						title: ([item]) => (item ? (titles[item.dataIndex] ?? '') : ''),
						label: (item) =>
							`${item.dataset.label ?? ''}: ${note(Number(item.raw), item.dataIndex, item.dataset.label ?? '')}`
					}
				}
			}
		}
	};
}

function datasets({ kind, series, few }: Drawing, { colour }: Looks): ChartDataset[] {
	return series.flatMap(({ label, values, colour: token, dashed, band, marks = [] }): ChartDataset[] => {
		const own = colour(token);
		if (kind === 'bar')
			return [
				{
					type: 'bar',
					label,
					data: values,
					backgroundColor: values.map((_, index) => (few[index] ? hatch(colour('--line-strong')) : own)),
					categoryPercentage: 1,
					barPercentage: 0.78,
					maxBarThickness: 64
				}
			];
		const plain = values.length > 60 ? 1.5 : 2.5;
		const alarm = colour('--alarm');
		const line: ChartDataset = {
			type: 'line',
			label,
			data: values,
			borderColor: own,
			backgroundColor: own,
			borderWidth: dashed ? 1.5 : 2,
			borderDash: dashed ? [4, 3] : [],
			pointStyle: values.map((_, index) => SHAPES[marks[index] ?? 'none']),
			pointRadius: values.map((_, index) => (marks[index] ? 7 : plain)),
			pointBackgroundColor: values.map((_, index) => (marks[index] ? alarm : own)),
			pointBorderColor: values.map((_, index) => (marks[index] ? colour('--paper') : own)),
			pointHoverRadius: 6,
			spanGaps: true,
			clip: 10
		};
		if (!band) return [line];
		const quiet = {
			type: 'line' as const,
			borderWidth: 0,
			pointRadius: 0,
			pointHitRadius: 0,
			spanGaps: true
		};
		return [
			{ ...quiet, label: '', data: band.low },
			{ ...quiet, label: '', data: band.high, fill: '-1', backgroundColor: `${own}1f` },
			line
		];
	});
}

const SHAPES = { beyond: 'rectRot', run: 'triangle', none: 'circle' } as const;
