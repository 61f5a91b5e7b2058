using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Guzhang.ServiceDefaults.Access;

/// <summary>Endpoint metadata: the action of the access table a caller needs.</summary>
public sealed record NeededAction(string Action) : IAuthorizationRequirement;

/// <summary>How an endpoint says who may call it.</summary>
public static class EndpointAccess
{
    /// <summary>
    /// Lets in the roles that access.json gives <paramref name="action"/>. An action the table doesn't know is an error
    /// at start. An endpoint with neither this nor AllowAnonymous is closed to everybody.
    /// </summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, string action)
        where TBuilder : IEndpointConventionBuilder
    {
        if (!AccessTable.Current.Knows(action))
            throw new InvalidOperationException($"access.json has no action '{action}'.");
        var needed = new NeededAction(action);
        endpoint.Add(e => e.Metadata.Add(needed));
        return endpoint.RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(needed));
    }

    /// <summary>
    /// Lets in only callers whose scope is the whole county: what the endpoint gives or sets is not divided by town.
    /// </summary>
    public static TBuilder NeedsWholeCounty<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter<TBuilder, WholeCounty>();

    /// <summary>Raises the limit on this endpoint's request body, in bytes, above <see cref="Defaults.BodyLimit"/>.</summary>
    public static TBuilder AcceptsBodyUpTo<TBuilder>(this TBuilder endpoint, long bytes)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(bytes));
}

internal sealed class WholeCounty : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Caller().Require(null);
        return next(context);
    }
}
