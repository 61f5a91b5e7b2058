using Guzhang.ServiceDefaults.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Guzhang.ServiceDefaults.Access;

/// <summary>Says what was missing: a valid token, the role, or the endpoint's own line in the table.</summary>
internal sealed class AccessAnswers : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
        }
        else if (policy.Requirements.OfType<ClosedByDefault>().Any())
        {
            await context.WriteProblem(403, "该接口未登记在权限表中，任何人都不能调用。");
        }
        else if (context.Features.Get<IssuerUnreachable>() is not null)
        {
            await context.WriteProblem(503, "暂时无法连接身份服务，不能核对访问令牌，请稍后再试。");
        }
        else if (authorizeResult.Challenged)
        {
            await context.ChallengeAsync(); // the WWW-Authenticate header
            await context.WriteProblem(401);
        }
        else
        {
            var action = policy.Requirements.OfType<NeededAction>().First(needed => !AccessTable.Current.Allows(needed.Action, context.Caller().Role)).Action;
            var (table, role) = (AccessTable.Current, context.Caller().Role);
            await context.WriteProblem(
                403,
                $"“{table.Actions[action].Title}”（{action}）限于：{table.RoleTitles(action)}；当前账号的角色是：{table.Roles[role]}。",
                problem => problem.Extensions["action"] = action);
        }
    }
}
