import type { Part } from '../document/label-document.js';
import { row, stack, textPiece, type Piece } from '../layout/piece.js';
import { heading, SECTION_GAP_MM, SHEET_ROOM, SHEET_WIDTH, type Block, type Print } from './sheet.js';
import type { Wording } from './wording.js';

/** Something to be ticked off by hand, or ticked off already. */
export interface CheckItem {
  readonly mark: 'open' | 'done' | 'cannot';
  readonly text: string;
}

/** What belongs to one subject, for example a patient: never torn apart where it fits on a page. */
export interface CheckGroup {
  readonly heading: string;
  readonly lines: readonly string[];
  readonly items: readonly CheckItem[];
}

const LINE_GAP_MM = 0.8;
const ITEM_GAP_MM = 1.4;
const GROUP_GAP_MM = 7;
const BOX_RULE_MM = 0.35;
const MARKS: Readonly<Record<CheckItem['mark'], string>> = { open: '', done: 'X', cannot: '!' };

/** The group on one page, or, where it is longer, on pages of its own, each headed by whom it is about. */
export function checkGroup(group: CheckGroup, w: Wording, print: Print): Block[] {
  // What cannot be printed is named with whose it is.
  const say = (text: string): string => w.required(group.heading, text);
  const title = say(group.heading);
  const head: Block[] = [
    { ...heading(title, print), gapAbove: GROUP_GAP_MM },
    ...group.lines.map((line): Block => ({
      piece: textPiece('group', say(line), SHEET_WIDTH, { size: print.body }),
      gapAbove: LINE_GAP_MM,
    })),
  ];
  const items = group.items.map((item): Block => ({
    piece: checkItem(item.mark, say(item.text), print),
    gapAbove: ITEM_GAP_MM,
  }));
  const pages: Block[][] = [head];
  for (const item of items) {
    const page = pages.at(-1) ?? head;
    if (heightOf([...page, item]) <= SHEET_ROOM) page.push(item);
    else pages.push([heading(`${title} (continued)`, print), item]);
  }
  return pages.flatMap((blocks) => blocks.map((block, i): Block => ({ ...block, keep: i < blocks.length - 1 })));
}

const heightOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, { gapAbove, piece }) => sum + gapAbove + piece.height, 0);

function checkItem(mark: CheckItem['mark'], text: string, print: Print): Piece {
  const box = checkBox(mark, print);
  return row(
    [box, textPiece('item', text, SHEET_WIDTH - box.width - SECTION_GAP_MM, { size: print.body })],
    SECTION_GAP_MM,
  );
}

/** An empty square as high as the line beside it, with a cross when done and an exclamation mark when it could not be done. */
function checkBox(mark: CheckItem['mark'], print: Print): Piece {
  const { height: side } = textPiece('mark', 'X', SHEET_WIDTH, { size: print.body });
  const inside =
    MARKS[mark] === '' ? [] : [textPiece('mark', MARKS[mark], side, { size: print.body, align: 'center' })];
  const content = stack(inside);
  const inset = BOX_RULE_MM / 2;
  return {
    width: side,
    height: side,
    tooWide: [],
    at: (x, y): Part[] => [
      {
        kind: 'rectangle',
        box: { x: x + inset, y: y + inset, width: side - BOX_RULE_MM, height: side - BOX_RULE_MM },
        thickness: BOX_RULE_MM,
      },
      ...content.at(x, y),
    ],
  };
}
