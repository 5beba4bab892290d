import type { JSX } from 'preact';
import type { DrugSupply, SupplyAnswer } from '../../api/supply-types.js';
import { showDecimal, showUnit } from '../../format.js';
import { bandPath, BOTTOM, demand, HEIGHT, LEFT, linePath, scaleOf, tickText, TOP, WIDTH } from './chart-scale.js';

const TICK_DAYS = 14;

/** Expected stock with its range, what is needed each day, deliveries and the day it runs out; the same as a table below. */
export function SupplyChart(props: {
  answer: SupplyAnswer;
  /** Without levers, to compare with. */
  before?: SupplyAnswer | undefined;
  inbound: DrugSupply['inbound'];
}): JSX.Element {
  const { answer, before, inbound } = props;
  const { series, unit } = answer;
  const scale = scaleOf(before ? [...series, ...before.series].slice(0, series.length) : series);
  const dayOf = (on: string | null): number => series.findIndex((point) => point.on === on);
  const out = dayOf(answer.stockoutOn);
  const words = answer.stockoutOn === null ? 'It does not run out.' : `It runs out on ${answer.stockoutOn}.`;
  return (
    <figure class="supply-chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Expected stock over ${series.length} days. ${words} The figures are in the table below.`}
      >
        {[0, scale.top / 2, scale.top].map((amount) => (
          <g key={amount}>
            <line class="chart-grid" x1={LEFT} x2={WIDTH - 8} y1={scale.y(amount)} y2={scale.y(amount)} />
            <text class="chart-text" x={LEFT - 6} y={scale.y(amount) + 4} text-anchor="end">
              {showDecimal(String(amount))}
            </text>
          </g>
        ))}
        {series.map(
          (point, day) =>
            day % TICK_DAYS === 0 && (
              <text key={point.on} class="chart-text" x={scale.x(day)} y={HEIGHT - 8} text-anchor="middle">
                {tickText(point.on)}
              </text>
            ),
        )}
        <path
          class="chart-band"
          d={bandPath(
            scale,
            series.map((p) => Number(p.low)),
            series.map((p) => Number(p.high)),
          )}
        />
        {before && (
          <path
            class="chart-before"
            d={linePath(
              scale,
              before.series.map((p) => Number(p.expected)),
            )}
          />
        )}
        <path
          class="chart-stock"
          d={linePath(
            scale,
            series.map((p) => Number(p.expected)),
          )}
        />
        <path class="chart-demand" d={linePath(scale, series.map(demand))} />
        {inbound.map((row) => {
          const day = dayOf(row.typical);
          return day < 0 ? null : (
            <g key={`${row.number}${row.productName}`} class="chart-inbound">
              <line x1={scale.x(day)} x2={scale.x(day)} y1={TOP} y2={HEIGHT - BOTTOM} />
              <text class="chart-text" x={scale.x(day) + 4} y={TOP + 10}>
                {row.number}
              </text>
            </g>
          );
        })}
        {out >= 0 && (
          <g class="chart-out">
            <line x1={scale.x(out)} x2={scale.x(out)} y1={TOP} y2={HEIGHT - BOTTOM} />
            <text
              class="chart-text"
              x={out > series.length * 0.75 ? scale.x(out) - 4 : scale.x(out) + 4}
              y={TOP + 26}
              text-anchor={out > series.length * 0.75 ? 'end' : 'start'}
            >
              Runs out {tickText(answer.stockoutOn ?? '')}
            </text>
          </g>
        )}
      </svg>
      <figcaption class="small quiet chart-legend">
        <span class="legend-stock">Expected stock in {showUnit(unit)}</span>
        <span class="legend-band">Range: eight courses of ten</span>
        <span class="legend-demand">Needed each day</span>
        {before && <span class="legend-before">Without levers</span>}
      </figcaption>
      <details class="no-print">
        <summary>Figures as a table</summary>
        <Figures answer={answer} />
      </details>
    </figure>
  );
}

const Figures = ({ answer }: { answer: SupplyAnswer }): JSX.Element => (
  <div class="table-scroll supply-figures" tabIndex={0}>
    <table class="table" aria-label={`Expected stock by day, in ${showUnit(answer.unit)}`}>
      <thead>
        <tr>
          {['Day', 'At least', 'Expected', 'At most', 'Scheduled', 'Unscheduled'].map((title, i) => (
            <th key={title} scope="col" class={i > 0 ? 'number' : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {answer.series.map((point) => (
          <tr key={point.on}>
            <td>{point.on}</td>
            {[point.low, point.expected, point.high, point.scheduled, point.unscheduled].map((value, i) => (
              <td key={i} class="number">
                {showDecimal(Number(value).toFixed(1))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
