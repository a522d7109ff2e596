import { Component, type ReactNode } from 'react';
import { ProblemView } from '../parts/problem-view';

/** A page that breaks takes only itself along: the frame and its navigation stay. */
export class ErrorBoundary extends Component<{ children: ReactNode; onRetry?: () => void }, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <ProblemView error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
