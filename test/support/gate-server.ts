import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface GateQuestion {
  headers: IncomingMessage['headers'];
  body: string;
  // The tests read whatever shape the contract promises.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}

/** An application that is asked before a person gets in. */
export class GateServer {
  readonly questions: GateQuestion[] = [];
  /** The most that were under way at once. */
  most = 0;
  answer: (question: GateQuestion, response: ServerResponse) => void | Promise<void> = allow;
  private running = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<GateServer> {
    const server = createServer((request, response) => void gate.take(request, response));
    const gate = new GateServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/gate`;
  }

  clear(): void {
    this.questions.length = 0;
    this.most = 0;
    this.answer = allow;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const question = { headers: request.headers, body, json: JSON.parse(body) as unknown };
    this.questions.push(question);
    this.most = Math.max(this.most, ++this.running);
    response.on('close', () => (this.running -= 1));
    await this.answer(question, response);
  }
}

export const allow = (_question: GateQuestion, response: ServerResponse): void => {
  response.end('{"decision":"allow"}');
};

export const deny =
  (reason: string) =>
  (_question: GateQuestion, response: ServerResponse): void => {
    response.end(JSON.stringify({ decision: 'deny', reason }));
  };
