import type { JSX } from 'preact';
import { Card, DecimalInput, RadioCards, Select, TextInput } from '../../parts/index.js';
import { count, DEVICE_OPTIONS, ROUTE_OPTIONS, STORAGES } from '../desk/words.js';
import { suggestedContainers } from './draft.js';
import type { FormState } from './order-form.js';

const SCHEDULES = [
  { value: 'intermittent', label: 'Intermittent', note: 'a dose every so many hours' },
  { value: 'continuous', label: 'Continuous', note: 'one container after the other' },
  { value: 'once', label: 'Once', note: 'one administration' },
] as const;
const TIME_UNITS = [
  { value: 'min', label: 'min' },
  { value: 'h', label: 'h' },
];

/** How it is given, and how many containers that takes. */
export function ScheduleFields({ form }: { form: FormState }): JSX.Element {
  const { draft } = form;
  return (
    <Card title="How it is given">
      <div class="stack">
        <RadioCards
          label="Schedule"
          options={SCHEDULES}
          value={draft.schedule}
          onChange={(schedule) => form.change({ schedule })}
        />
        <div class="columns-3">
          <Select
            label="Route"
            options={ROUTE_OPTIONS}
            value={draft.route}
            onChange={(route) => form.change({ route })}
            error={form.error('route')}
          />
          {draft.schedule === 'intermittent' && (
            <DecimalInput
              label="Every"
              unit="h"
              value={draft.interval}
              onChange={(interval) => form.change({ interval })}
              error={form.error('intervalMinutes')}
            />
          )}
          <DecimalInput
            label={draft.schedule === 'continuous' ? 'Each container runs' : 'Over'}
            value={draft.duration}
            onChange={(duration) => form.change({ duration })}
            error={form.error('durationMinutes')}
            unit={draft.durationUnit}
            units={TIME_UNITS}
            onUnit={(unit) => form.change({ durationUnit: unit === 'h' ? 'h' : 'min' })}
          />
        </div>
        <Supply form={form} />
      </div>
    </Card>
  );
}

function Supply({ form }: { form: FormState }): JSX.Element {
  const { draft } = form;
  const suggested = suggestedContainers(draft);
  const differs = suggested !== undefined && draft.containers !== '' && draft.containers !== String(suggested);
  const follows =
    suggested === undefined
      ? 'Follows from the days, where they are given'
      : draft.schedule === 'once'
        ? 'Given once'
        : `${count(Number(draft.days), 'day')} take${draft.days === '1' ? 's' : ''} ${count(suggested, 'container')}`;
  return (
    <div class="columns-3">
      <TextInput
        label="Days’ supply"
        optional
        suffix="days"
        maxLength={3}
        value={draft.days}
        onChange={(days) => form.change({ days })}
        error={form.error('daysSupply')}
      />
      <TextInput
        label="Containers"
        required
        maxLength={3}
        value={draft.containers}
        onChange={(containers) => form.change({ containers })}
        error={form.error('containers')}
        hint={differs ? `${follows}; you keyed ${draft.containers}. Empty the field to use ${suggested}.` : follows}
      />
    </div>
  );
}

export function HandlingFields({ form }: { form: FormState }): JSX.Element {
  const { draft } = form;
  return (
    <Card title="Storage and device">
      <div class="stack">
        <RadioCards
          label="Stored until given"
          options={STORAGES}
          value={draft.storage}
          onChange={(storage) => form.change({ storage })}
          error={form.error('storage')}
        />
        <div class="columns-2">
          <Select
            label="Given by"
            options={DEVICE_OPTIONS}
            value={draft.device}
            onChange={(device) => form.change({ device })}
            error={form.error('device')}
          />
        </div>
      </div>
    </Card>
  );
}
