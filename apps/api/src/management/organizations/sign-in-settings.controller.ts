import { Body, Get, Inject, Param, Patch } from '@nestjs/common';
import { Problem } from '../../http/problem.js';
import { ManagementController } from '../access/management-controller.js';
import { organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { OrganizationsService } from './organizations.service.js';
import {
  SessionPolicyAnswer,
  UpdateSessionPolicy,
  UpdateUserManagement,
  UserManagementAnswer,
} from './sign-in-settings.dto.js';

const TAG = 'Organizations';

/**
 * Scalekit's settings of sign-in. Reading them answers what is true here; what would have to be enforced is refused, because a limit
 * that is stored and enforced by nobody is worse than none.
 */
@ManagementController('organizations/:organizationId', TAG)
export class SignInSettingsController {
  constructor(@Inject(OrganizationsService) private readonly organizations: OrganizationsService) {}

  @Get('session-policy')
  @Operation({
    id: 'SignInSettings_sessionPolicy',
    summary: "Get an organization's session policy",
    description: 'For clients of Scalekit. People sign in at your application, so its policy applies.',
    scope: 'read',
    answer: SessionPolicyAnswer,
    fails: [404],
  })
  async sessionPolicy(@Param('organizationId', organizationId) id: string): Promise<SessionPolicyAnswer> {
    await this.organizations.find(id);
    return { policy: { policy_source: 'APPLICATION' } };
  }

  @Patch('session-policy')
  @Operation({
    id: 'SignInSettings_updateSessionPolicy',
    summary: "Change an organization's session policy",
    description: 'For clients of Scalekit. Rollcall accepts only `APPLICATION`.',
    scope: 'write',
    audit: 'sign_in_setting.update_session_policy',
    followsScalekit: true,
    answer: SessionPolicyAnswer,
    fails: [404, 501],
  })
  async updateSessionPolicy(
    @Param('organizationId', organizationId) id: string,
    @Body(InputPipe) input: UpdateSessionPolicy,
  ): Promise<SessionPolicyAnswer> {
    await this.organizations.find(id);
    const limits = [input.absolute_session_timeout, input.idle_session_timeout, input.idle_session_timeout_enabled];
    const isLimited = limits.some((value) => value !== undefined && value !== null && value !== false);
    if (input.policy_source === 'CUSTOM' || isLimited) {
      throw Problem.notSupported(
        'people have no sessions at a directory-sync broker: limit them where they sign in, and end them on user_deleted',
      );
    }
    return { policy: { policy_source: 'APPLICATION' } };
  }

  @Get('application-session-policy')
  @Operation({
    id: 'SignInSettings_applicationSessionPolicy',
    summary: "Get the application's session policy",
    description: 'For clients of Scalekit. Your application has this policy, so Rollcall answers 501.',
    scope: 'read',
    fails: [404, 501],
  })
  async applicationSessionPolicy(@Param('organizationId', organizationId) id: string): Promise<void> {
    await this.organizations.find(id);
    throw Problem.notSupported("the application's session policy is kept where people sign in, not here");
  }

  @Get('settings/usermanagement')
  @Operation({
    id: 'SignInSettings_userManagement',
    summary: "Get an organization's limit of users",
    description: 'For clients of Scalekit. There is no limit.',
    scope: 'read',
    answer: UserManagementAnswer,
    fails: [404],
  })
  async userManagement(@Param('organizationId', organizationId) id: string): Promise<UserManagementAnswer> {
    await this.organizations.find(id);
    return { settings: { max_allowed_users: null } };
  }

  @Patch('settings/usermanagement')
  @Operation({
    id: 'SignInSettings_updateUserManagement',
    summary: "Change an organization's limit of users",
    description: 'For clients of Scalekit. Rollcall accepts only `null`, which means no limit.',
    scope: 'write',
    audit: 'sign_in_setting.update_user_management',
    followsScalekit: true,
    answer: UserManagementAnswer,
    fails: [404, 501],
  })
  async updateUserManagement(
    @Param('organizationId', organizationId) id: string,
    @Body(InputPipe) input: UpdateUserManagement,
  ): Promise<UserManagementAnswer> {
    await this.organizations.find(id);
    if (typeof input.max_allowed_users === 'number') {
      throw Problem.notSupported(
        'users cannot be limited here, because identity providers do not expect to be refused: count them on user_created',
      );
    }
    return { settings: { max_allowed_users: null } };
  }
}
