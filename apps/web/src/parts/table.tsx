import type { ComponentChildren, JSX, RefObject, TargetedKeyboardEvent } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Button } from './button.js';
import { Icon } from './icon.js';

export interface Column<T> {
  key: string;
  title: string;
  cell: (row: T) => ComponentChildren;
  /** Makes the column sortable: what to compare. Sorts what is loaded; a long list is sorted by the server. */
  sort?: (row: T) => string | number | null;
  /** Right-aligned. */
  number?: boolean;
  width?: string;
}

export interface TableProps<T> {
  /** Says what it lists; read aloud. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  /** Makes rows open by click, Enter and arrow keys. */
  onOpen?: (row: T) => void;
  selected?: string | null;
  /** Further pages, from usePages. */
  more?: boolean;
  onMore?: () => void;
  busy?: boolean;
  /** Instead of an empty table. */
  empty?: ComponentChildren;
  /** Tallest the rows get before they scroll under the head, for example `26rem`. */
  height?: string;
}

interface Order {
  key: string;
  down: boolean;
}

export function Table<T>(props: TableProps<T>): JSX.Element {
  const { columns, rows, onOpen } = props;
  const [order, setOrder] = useState<Order>();
  const [box, scrolls] = useScrolls();
  const sorted = useMemo(() => inOrder(rows, columns, order), [rows, columns, order]);
  if (rows.length === 0 && props.empty) return <div class="table-box">{props.empty}</div>;
  return (
    <div class="table-box">
      <div
        class="table-scroll"
        ref={box}
        tabIndex={scrolls && !onOpen ? 0 : undefined}
        style={props.height ? { '--table-height': props.height } : undefined}
      >
        <table class="table" aria-label={props.label}>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeadCell key={column.key} column={column} order={order} onOrder={setOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <tr
                key={props.keyOf(row)}
                data-open={onOpen ? '' : undefined}
                data-selected={props.selected === props.keyOf(row) ? 'true' : undefined}
                tabIndex={onOpen ? 0 : undefined}
                onClick={onOpen && ((event) => isControl(event.target) || onOpen(row))}
                onKeyDown={onOpen && ((event) => onRowKey(event, () => onOpen(row)))}
              >
                {columns.map((column) => (
                  <td key={column.key} class={column.number ? 'number' : undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {props.more && (
        <div class="table-foot">
          <span>{rows.length} shown</span>
          <Button size="small" busy={props.busy ?? false} onClick={() => props.onMore?.()}>
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}

/** Whether there is more than fits: then the box takes the focus, so that it can be scrolled by keyboard. */
function useScrolls(): [RefObject<HTMLDivElement | null>, boolean] {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void =>
      setScrolls(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return [box, scrolls];
}

function HeadCell<T>(props: {
  column: Column<T>;
  order: Order | undefined;
  onOrder: (order: Order) => void;
}): JSX.Element {
  const { column, order } = props;
  const sorted = order?.key === column.key ? (order.down ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" class={column.number ? 'number' : undefined} style={{ width: column.width }} aria-sort={sorted}>
      {column.sort ? (
        <button
          type="button"
          onClick={() => props.onOrder({ key: column.key, down: sorted === 'ascending' })}
          title={`Sort by ${column.title.toLowerCase()}`}
        >
          {column.title}
          {sorted && <Icon name={order?.down ? 'down' : 'up'} size={16} />}
        </button>
      ) : (
        column.title
      )}
    </th>
  );
}

/** A link or button in a row does its own thing. */
const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('a, button, input, select, label') !== null;

function onRowKey(event: TargetedKeyboardEvent<HTMLTableRowElement>, open: () => void): void {
  if (event.target !== event.currentTarget) return;
  const row = event.currentTarget;
  const other =
    event.key === 'ArrowDown' ? row.nextElementSibling : event.key === 'ArrowUp' ? row.previousElementSibling : null;
  if (other instanceof HTMLElement) other.focus();
  else if (event.key === 'Enter' || event.key === ' ') open();
  else return;
  event.preventDefault();
}

function inOrder<T>(rows: readonly T[], columns: readonly Column<T>[], order: Order | undefined): readonly T[] {
  const sort = columns.find(({ key }) => key === order?.key)?.sort;
  if (!sort) return rows;
  const direction = order?.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [sort(a), sort(b)];
    // What has no value comes last either way.
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    if (typeof x === 'number' && typeof y === 'number') return (x - y) * direction;
    return String(x).localeCompare(String(y), 'en', { numeric: true }) * direction;
  });
}
