import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { PersonId } from '../brand.js';
import { Env } from '../config/env.js';
import { WithoutKey } from '../http/commands.js';
import { Problem } from '../http/problem.js';
import type { Actor } from './actor.js';
import type { SessionRequest } from './auth.guard.js';
import { clearSessionCookie, SESSION_COOKIE, setSessionCookie } from './cookie.js';
import { CurrentActor, Despite, Public, Requires } from './decorators.js';
import {
  ChangePasswordRequest,
  DemoPeopleResponse,
  DemoSignInRequest,
  SessionResponse,
  SignInRequest,
  UnlockRequest,
} from './session.dto.js';
import { SessionView } from './session-view.js';
import { Sessions, type LiveSession } from './sessions.js';
import { SignInService, type Visitor } from './sign-in.service.js';

const visitorOf = (request: SessionRequest): Visitor => ({ requestId: request.id, address: request.ip });

@ApiTags('session')
@Controller('session')
export class SessionController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: Sessions,
    private readonly view: SessionView,
    private readonly env: Env,
  ) {}

  /** Signs in; the session is in a cookie. */
  @Post()
  @HttpCode(200)
  @Public()
  @WithoutKey()
  async signIn(
    @Req() request: SessionRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: SignInRequest,
  ): Promise<SessionResponse> {
    const before = request.cookies[SESSION_COOKIE];
    const token = await this.signIns.signIn(visitorOf(request), body.login, body.password, before);
    return this.welcome(reply, token);
  }

  /** The people of the demo pharmacy; none outside the demo mode. */
  @Get('demo-people')
  @Public()
  demoPeople(): Promise<DemoPeopleResponse> {
    return this.view.demoPeople();
  }

  /** Signs in as one of the demo people, in the demo mode only. */
  @Post('demo')
  @HttpCode(200)
  @Public()
  @WithoutKey()
  async signInDemo(
    @Req() request: SessionRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: DemoSignInRequest,
  ): Promise<SessionResponse> {
    const before = request.cookies[SESSION_COOKIE];
    const token = await this.signIns.signInDemo(visitorOf(request), body.personId as PersonId, before);
    return this.welcome(reply, token);
  }

  /** Who is signed in here. */
  @Get()
  @Requires()
  @Despite('locked', 'password-must-change')
  show(@Req() request: SessionRequest): Promise<SessionResponse> {
    return this.view.of(sessionOf(request), request.sessionToken ?? '');
  }

  /** Signs out. */
  @Delete()
  @HttpCode(204)
  @Requires()
  @Despite('locked', 'password-must-change')
  @WithoutKey()
  async signOut(
    @Req() request: SessionRequest,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.signIns.signOut(sessionOf(request), actor);
    clearSessionCookie(reply);
  }

  /** Locks the screen. */
  @Post('lock')
  @HttpCode(204)
  @Requires()
  @Despite('locked', 'password-must-change')
  @WithoutKey()
  lock(@Req() request: SessionRequest): Promise<void> {
    return this.signIns.lock(sessionOf(request));
  }

  /** Unlocks the screen, by the person it belongs to. */
  @Post('unlock')
  @HttpCode(204)
  @Requires()
  @Despite('locked', 'password-must-change')
  @WithoutKey()
  unlock(@Req() request: SessionRequest, @Body() body: UnlockRequest): Promise<void> {
    return this.signIns.unlock(sessionOf(request), visitorOf(request), body.password);
  }

  /** Changes one's own password. */
  @Post('password')
  @HttpCode(204)
  @Requires()
  @Despite('password-must-change')
  @WithoutKey()
  changePassword(
    @Req() request: SessionRequest,
    @CurrentActor() actor: Actor,
    @Body() body: ChangePasswordRequest,
  ): Promise<void> {
    const { password, newPassword } = body;
    return this.signIns.changePassword(sessionOf(request), visitorOf(request), actor, password, newPassword);
  }

  private async welcome(reply: FastifyReply, token: string): Promise<SessionResponse> {
    setSessionCookie(reply, this.env, token);
    const session = await this.sessions.find(token, true);
    if (!session) throw new Problem('session.ended', { detail: 'Your session has ended. Sign in again.' });
    return this.view.of(session, token);
  }
}

function sessionOf(request: SessionRequest): LiveSession {
  if (!request.session) throw new Problem('session.missing', { detail: 'Sign in first.' });
  return request.session;
}
