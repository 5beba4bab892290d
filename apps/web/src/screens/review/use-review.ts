import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import { asProblem, type ApiProblem } from '../../api/problem.js';
import type { Order, OrderReview } from '../../api/types.js';
import { useResource, type Resource } from '../../api/use-resource.js';
import { stabilityDecision, type Draft } from './decision.js';

const WAIT_MS = 350;

export interface Review extends Resource<OrderReview> {
  /** The answer is being worked out for what was just chosen. */
  previewing: boolean;
  previewProblem: ApiProblem | undefined;
  /** Takes the order into review, once: called by the first thing that the pharmacist does with it. */
  begin: () => Promise<void>;
}

/** The review as it would be with what the pharmacist has chosen so far; nothing is changed by asking. */
export function useReview(id: string, draft: Draft | undefined): Review {
  const base = useResource<OrderReview>(`/orders/${id}/review`, {
    feed: ['order', 'formula', 'stability', 'patient'],
  });
  const decision = draft && stabilityDecision(draft.stability);
  const wish = JSON.stringify({
    formulationVersionId: draft?.formulationVersionId,
    stabilityDecision: decision,
  });
  const [preview, setPreview] = useState<{ wish: string; of: OrderReview | undefined; data: OrderReview }>();
  const [previewProblem, setProblem] = useState<ApiProblem>();
  useEffect(() => {
    setProblem(undefined);
    if (wish === '{}') return;
    const control = new AbortController();
    const timer = setTimeout(() => {
      post<OrderReview>(`/orders/${id}/review/preview`, JSON.parse(wish), { signal: control.signal }).then(
        (data) => !control.signal.aborted && setPreview({ wish, of: base.data, data }),
        (error: unknown) => !control.signal.aborted && setProblem(asProblem(error)),
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [id, wish, base.data]);

  const begun = useRef<Promise<void> | undefined>(undefined);
  const state = base.data?.order.state;
  const begin = useCallback((): Promise<void> => {
    if (state !== 'received') return Promise.resolve();
    begun.current ??= post<Order>(`/orders/${id}/review`).then(
      () => base.reload(),
      (error: unknown) => {
        begun.current = undefined;
        throw error;
      },
    );
    return begun.current;
  }, [id, state, base.reload]);

  const wished = wish !== '{}';
  const shown = wished && preview ? { ...preview.data, order: base.data?.order ?? preview.data.order } : base.data;
  return {
    ...base,
    data: shown,
    previewing: wished && previewProblem === undefined && (preview?.wish !== wish || preview.of !== base.data),
    previewProblem,
    begin,
  };
}
