import type { JSX } from 'preact';
import type { Substitution } from '../../api/substitution-types.js';
import { Card } from '../../parts/index.js';
import { costText, counted, gainText, lastsText } from './words.js';

/** What it comes to, in four figures. */
export function Sums({ substitution }: { substitution: Substitution }): JSX.Element {
  const { sums } = substitution;
  const also = [
    sums.answersMissing > 0 &&
      `${sums.answersMissing} ${sums.answersMissing === 1 ? 'waits' : 'wait'} for a pharmacist's answer`,
    sums.cannot > 0 && `${sums.cannot} cannot be`,
    sums.leftOut > 0 && `${sums.leftOut} left out`,
  ].filter(Boolean);
  // Counts and costs are of the orders that are ready: before the first is, they say nothing yet.
  const waiting = sums.ready === 0 && sums.answersMissing > 0;
  return (
    <Card>
      <dl class="substitution-sums">
        <Figure name="Orders ready" value={waiting ? 'None yet' : String(sums.ready)} note={also.join(', ')} />
        <Figure
          name="Patients"
          value={waiting ? 'None yet' : String(sums.patients)}
          note={
            waiting
              ? ''
              : `${counted(sums.containers, 'container')} to make` +
                (sums.begun > 0 ? `; ${sums.begun} begun or made, still the old one` : '')
          }
        />
        <Figure
          name="Cost difference"
          value={waiting ? 'Not known yet' : costText(sums.costDifference)}
          note={
            waiting || sums.costAfter === null || sums.costBefore === null
              ? ''
              : `$${sums.costBefore} before, $${sums.costAfter} after`
          }
        />
        <Figure
          name="Gained"
          value={gainText(sums.lasts)}
          note={
            sums.lasts
              ? `${sums.lasts.what}: ${lastsText(sums.lasts.before)} before, ${lastsText(sums.lasts.after)} after`
              : 'Doses and stock are counted in different units'
          }
        />
      </dl>
      {sums.needs.map((need) => (
        <p key={need.product} class={need.packages > need.free ? 'strong' : 'small'}>
          {need.product}: {counted(need.packages, 'package')} needed in all, {need.free} free now
          {need.packages > need.free ? `, ${need.packages - need.free} to buy` : ''}.
        </p>
      ))}
    </Card>
  );
}

function Figure(props: { name: string; value: string; note: string }): JSX.Element {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd class="lead strong">{props.value}</dd>
      {props.note && <dd class="small quiet">{props.note}</dd>}
    </div>
  );
}
