import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { OrderReview } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Card, DateTime, HazardBadge, Loaded, Page, ProblemBox, StateBadge } from '../../parts/index.js';
import { PrescriptionFacts } from '../orders/order.js';
import { PatientFacts } from '../patients/patient-facts.js';
import { patientName } from '../desk/words.js';
import { emptyDraft, type Draft } from './decision.js';
import { Findings } from './findings.js';
import { Bud, Formulas, Preparation } from './preparation.js';
import { ReviewFoot } from './review-foot.js';
import { Stability } from './stability.js';
import { useReview } from './use-review.js';

/** One order on one screen: what the rules say first, then what it is, how it would be made and how long it would last. */
export default function OrderReviewPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  return <OneReview key={id} id={id} />;
}

function OneReview({ id }: { id: string }): JSX.Element {
  const [draft, setDraft] = useState<Draft>();
  const review = useReview(id, draft);
  const begin = useCommand(() => review.begin());
  const { data } = review;
  const filled = draft ?? emptyDraft(data?.order.storage ?? 'REF');
  /** The first thing that is filled in is the beginning of the review; others see it. */
  const change = (part: Partial<Draft>): void => {
    void begin.run();
    setDraft((old) => ({ ...(old ?? filled), ...part }));
  };
  return (
    <Page
      title={data ? `Review ${data.order.number}` : 'Review'}
      back={{ href: '/review', text: 'Review' }}
      width="wide"
      note={
        data && (
          <span class="row">
            <StateBadge state={data.order.state} />
            {data.order.hazardous && <HazardBadge />}
            {data.order.neededAt && (
              <span>
                Needed by <DateTime at={data.order.neededAt} distance />
              </span>
            )}
          </span>
        )
      }
    >
      <Loaded resource={review}>
        {(loaded) => (
          <>
            <p class="lead strong prescription">{loaded.order.title}</p>
            <ProblemBox problem={begin.problem ?? review.previewProblem} />
            <Columns review={loaded} draft={filled} change={change} busy={review.previewing} />
            <ReviewFoot
              review={loaded}
              draft={filled}
              settled={!review.previewing}
              begin={review.begin}
              onStale={review.reload}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Columns(props: {
  review: OrderReview;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  busy: boolean;
}): JSX.Element {
  const { review, draft, change } = props;
  const open = ['received', 'in-review'].includes(review.order.state);
  return (
    <div class="review-columns" aria-busy={props.busy}>
      <div class="stack review-facts">
        <Card
          title={patientName(review.patient)}
          actions={<a href={`/patients/${review.patient.id}`}>{review.patient.number}</a>}
        >
          <PatientFacts patient={review.patient} />
        </Card>
        <Card title="Prescription" actions={<a href={`/orders/${review.order.id}`}>Open the order</a>}>
          <PrescriptionFacts order={review.order} brief />
        </Card>
      </div>
      <div class="stack">
        <Findings findings={review.findings} draft={draft} change={change} open={open} />
        <Formulas review={review} open={open} onChoose={(formulationVersionId) => change({ formulationVersionId })} />
        <Preparation preparation={review.preparation} />
        <Stability
          settled={!props.busy}
          review={review}
          draft={draft.stability}
          open={open}
          onChange={(stability) => change({ stability })}
        />
        <Bud review={review} busy={props.busy} />
      </div>
    </div>
  );
}
