using Guzhang.Identity.Clients;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Guzhang.Identity.Tokens;

/// <summary>Authenticates the client of a token request and decides what it gets.</summary>
internal sealed class ClientCheck(ClientsFile clients, ILogger<ClientCheck> log) : OpenIddict.Server.IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (clients.Authenticate(context.ClientId, context.ClientSecret, log) is not { } client)
        {
            log.LogInformation("Token refused to {Client}", context.ClientId);
            context.Reject(Errors.InvalidClient, "Unknown client or wrong secret.");
            return ValueTask.CompletedTask;
        }

        var (grant, fault) = Grant.Decide(client, Parameter("role"), Parameter("division"), Parameter("sub"));
        if (grant is null)
            context.Reject(Errors.InvalidRequest, fault);
        else
            context.Transaction.Properties[nameof(Grant)] = grant;
        return ValueTask.CompletedTask;

        string? Parameter(string name) => (string?)context.Request.GetParameter(name);
    }
}
