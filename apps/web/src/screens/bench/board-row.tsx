import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import type { WorksheetCard } from '../../api/types.js';
import { Badge, Button, DateTime, HazardBadge, StateBadge, StepProgress } from '../../parts/index.js';
import { showDistance, span } from '../../format.js';
import { ordinal } from '../day-plan/words.js';
import { placeOf, urgencyOf } from './board-tabs.js';

const ACTIONS: Readonly<Record<string, string>> = {
  planned: 'Look',
  allocated: 'Make',
  staged: 'Go on',
  compounding: 'Go on',
  compounded: 'Look',
  testing: 'Look',
  verified: 'Label',
};

/** One worksheet, to be read from a metre away: what, how many, by when, whose. The whole row opens it. */
export function BoardRow(props: { card: WorksheetCard; first: boolean; now: number; me: string }): JSX.Element {
  const { card, now, me } = props;
  const { route } = useLocation();
  const others = card.claimedBy !== null && card.claimedBy.id !== me;
  const action = others && ACTIONS[card.state] === 'Go on' ? 'Look' : (ACTIONS[card.state] ?? 'Look');
  const open = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('a')) return;
    route(placeOf(card));
  };
  return (
    <li class="board-row" data-urgency={urgencyOf(card.neededAt, now)} onClick={open}>
      <Needed card={card} now={now} />
      <div class="board-what">
        <strong class="board-title">{card.title}</strong>
        <span class="row board-facts">
          <span class="board-count">
            {card.containers} <small>to make</small>
          </span>
          <span>{card.patient}</span>
          <span class="quiet nowrap">{card.number}</span>
        </span>
        {card.turn && (
          <span class="board-facts small">
            {ordinal(card.turn.position)} in {card.turn.hood}
            {card.turn.sharesWith.length > 0 && <>; shares a vial with {card.turn.sharesWith.join(', ')}</>}
          </span>
        )}
        {(card.hazardous || card.stale || card.stateReason !== '' || card.reworks > 0) && (
          <span class="row board-facts">
            {card.hazardous && <HazardBadge />}
            {card.stale && <Badge tone="danger">Prescription changed or stopped</Badge>}
            {card.reworks > 0 && <Badge tone="warn">Rework</Badge>}
            {card.stateReason !== '' && <span class="small">{card.stateReason}</span>}
          </span>
        )}
      </div>
      <div class="board-state">
        <StateBadge state={card.state} />
        {card.claimedBy && <span>{others ? card.claimedBy.name : 'You'}</span>}
        {(card.state === 'staged' || card.state === 'compounding') && (
          <StepProgress done={card.stepsDone} total={card.stepsTotal} />
        )}
        {card.state === 'verified' && card.budAt && (
          <span class="small quiet">
            BUD <DateTime at={card.budAt} short />
          </span>
        )}
      </div>
      <Button kind={props.first ? 'primary' : 'secondary'} size="large" href={placeOf(card)}>
        {action}
        <span class="only-read-aloud">
          : {card.title}, {card.number}
        </span>
      </Button>
    </li>
  );
}

function Needed({ card, now }: { card: WorksheetCard; now: number }): JSX.Element {
  const urgency = urgencyOf(card.neededAt, now);
  if (card.neededAt === null)
    return (
      <div class="board-needed">
        <span class="quiet">No time set</span>
      </div>
    );
  return (
    <div class="board-needed">
      <span class="small quiet">Needed</span>
      <strong>
        <DateTime at={card.neededAt} short />
      </strong>
      {urgency === 'overdue' ? (
        <Badge tone="danger" icon="clock">
          Overdue by {span((now - Date.parse(card.neededAt)) / 60_000)}
        </Badge>
      ) : urgency === 'soon' ? (
        <Badge tone="warn" icon="clock">
          {showDistance(card.neededAt, now)}
        </Badge>
      ) : (
        <span class="small">{showDistance(card.neededAt, now)}</span>
      )}
    </div>
  );
}
