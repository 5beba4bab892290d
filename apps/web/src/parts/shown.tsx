import type { ComponentChildren, JSX } from 'preact';
import { Fragment } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Resource } from '../api/use-resource.js';
import { showDistance, showMoment, showMomentShort, showQuantity, toInstant, type Moment } from '../format.js';
import { useSite } from '../session/session.js';
import { ProblemBox } from './findings.js';
import { Icon, type IconName } from './icon.js';

/** `1,250 mg`: exact, with the unit as people read it. */
export const QuantityText = ({ quantity }: { quantity: { value: string; unit: string } }): JSX.Element => (
  <span class="nowrap">{showQuantity(quantity)}</span>
);

/** Milliseconds now, again every half minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A moment in the site's zone, which is always named. `short` leaves out today's date; `distance` adds "in 3 h". */
export function DateTime(props: {
  at: Moment | null | undefined;
  short?: boolean;
  distance?: boolean;
  none?: string;
}): JSX.Element {
  const { zone } = useSite();
  const now = useNow();
  if (props.at === null || props.at === undefined) return <span class="quiet">{props.none ?? 'none'}</span>;
  const full = showMoment(props.at, zone);
  return (
    <time class="nowrap" dateTime={new Date(toInstant(props.at)).toISOString()} title={full}>
      {props.short ? showMomentShort(props.at, zone, now) : full}
      {props.distance && <span class="quiet"> ({showDistance(props.at, now)})</span>}
    </time>
  );
}

/** Names and values. `stacked` puts each name above its value, several in a row. Rows of `null` values are left out. */
export function KeyValue(props: {
  rows: readonly (readonly [name: string, value: ComponentChildren])[];
  stacked?: boolean;
}): JSX.Element {
  const rows = props.rows.filter(
    ([, value]) => value !== null && value !== undefined && value !== '' && value !== false,
  );
  if (props.stacked)
    return (
      <dl class="key-values key-values-stacked">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    );
  return (
    <dl class="key-values">
      {rows.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

export function EmptyState(props: { icon?: IconName; title: string; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="empty">
      <Icon name={props.icon ?? 'ok'} size={40} />
      <h2>{props.title}</h2>
      {props.children && <p>{props.children}</p>}
    </div>
  );
}

/** Lines where text will be; they appear only when it takes longer than a blink. */
export function Skeleton({ lines = 5 }: { lines?: number }): JSX.Element {
  return (
    <div class="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => (
        <i key={i} />
      ))}
    </div>
  );
}

/** The three ways a resource can be: loading, failed, here. What is here stays while it is asked for again. */
export function Loaded<T>(props: {
  resource: Resource<T>;
  lines?: number;
  children: (data: T) => ComponentChildren;
}): JSX.Element {
  const { data, error, reload } = props.resource;
  if (data === undefined)
    return error ? (
      <ProblemBox problem={error} retry={reload} />
    ) : (
      <Skeleton {...(props.lines ? { lines: props.lines } : {})} />
    );
  return (
    <>
      {error && <ProblemBox problem={error} retry={reload} />}
      {props.children(data)}
    </>
  );
}

/** How far a list of steps is. */
export function StepProgress({ done, total }: { done: number; total: number }): JSX.Element {
  const share = total === 0 ? 0 : Math.round((done / total) * 100);
  return (
    <span class="steps-progress" data-done={done === total}>
      <span class="steps-progress-bar" aria-hidden="true">
        <i style={{ width: `${share}%` }} />
      </span>
      <span class="nowrap">
        {done} of {total}
      </span>
    </span>
  );
}
