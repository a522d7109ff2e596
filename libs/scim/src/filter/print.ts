import { printPath } from '../path/attribute-path.js';
import { type FilterNode } from './ast.js';

/** The filter as text; parsing it gives the same tree. The tests of the parser read trees this way. */
export function printFilter(node: FilterNode): string {
  switch (node.kind) {
    case 'present':
      return `${printPath(node.path)} pr`;
    case 'compare':
      return `${printPath(node.path)} ${node.op} ${JSON.stringify(node.value)}`;
    case 'valuePath':
      return `${printPath(node.path)}[${printFilter(node.node)}]`;
    case 'not':
      return `not (${printFilter(node.node)})`;
    case 'or':
      return `${printFilter(node.left)} or ${grouped(node.right, node.right.kind === 'or')}`;
    case 'and': {
      const { left, right } = node;
      return `${grouped(left, left.kind === 'or')} and ${grouped(right, right.kind === 'or' || right.kind === 'and')}`;
    }
  }
}

function grouped(node: FilterNode, parentheses: boolean): string {
  return parentheses ? `(${printFilter(node)})` : printFilter(node);
}
