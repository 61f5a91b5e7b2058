using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Guzhang.Audit;
using Guzhang.Identity.Accounts;
using Guzhang.Identity.Clients;
using Guzhang.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Guzhang.Identity.Administration;

/// <summary>A system that wants to subscribe: its client id and what it is called.</summary>
public sealed record NewSubscriber(string? Id, string? Title);

/// <summary>A subscriber; the secret is never shown again.</summary>
public sealed record SubscriberLine(string Id, string? Title);

/// <summary>A subscriber's credentials, shown once.</summary>
public sealed record SubscriberSecret(string Id, string Secret);

/// <summary>EVT-04: other systems, each with credentials of its own (client credentials, role subscriber).</summary>
internal static partial class SubscriberEndpoints
{
    private const string FromOperator = "operator";

    public static void MapSubscribers(this WebApplication app)
    {
        var group = app.MapGroup("/subscribers").WithTags("subscribers");
        group.MapGet("", List).Needs("accounts.read").NeedsWholeCounty().Produces<IReadOnlyList<SubscriberLine>>().WithSummary("订阅系统");
        group.MapPost("", Create).Needs("accounts.manage").NeedsWholeCounty().Produces<SubscriberSecret>(201).ProducesProblem(400).ProducesProblem(409)
            .WithSummary("新建订阅系统；密钥只显示这一次");
        group.MapPost("{id}/secret", Renew).Needs("accounts.manage").NeedsWholeCounty().Produces<SubscriberSecret>().ProducesProblem(404)
            .WithSummary("更换密钥，旧密钥立即失效");
        group.MapDelete("{id}", Remove).Needs("accounts.manage").NeedsWholeCounty().Produces(204).ProducesProblem(404).WithSummary("删除订阅系统");
    }

    private static async Task<IResult> List(IdentityDb db, IOpenIddictApplicationManager clients, CancellationToken cancel)
    {
        var lines = new List<SubscriberLine>();
        foreach (var client in await db.Set<OpenIddictEntityFrameworkCoreApplication>().AsNoTracking().OrderBy(c => c.ClientId).ToListAsync(cancel))
        {
            if (await KnownClients.Property(clients, client, KnownClients.Source, cancel) == FromOperator)
                lines.Add(new SubscriberLine(client.ClientId!, client.DisplayName));
        }

        return Results.Ok(lines);
    }

    private static async Task<IResult> Create(NewSubscriber request, Caller by, IdentityDb db, IOpenIddictApplicationManager clients, CancellationToken cancel)
    {
        if (!Id().IsMatch(request.Id ?? "") || request.Title?.Trim() is not { Length: >= 1 and <= 60 } title)
            return Results.Problem(detail: "id 应为 3 到 40 位小写字母、数字或连字符，title 应为 1 到 60 字。", statusCode: 400);
        if (await clients.FindByClientIdAsync(request.Id!, cancel) is not null)
            return Results.Problem(detail: $"已有客户端“{request.Id}”。", statusCode: 409);
        var secret = NewSecret();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            await clients.CreateAsync(Describe(request.Id!, title, secret, by.Division), cancel);
        }
        catch (DbUpdateException)
        {
            return Results.Problem(detail: $"已有客户端“{request.Id}”。", statusCode: 409); // made at the same moment
        }

        await Commit(db, by, AuditActions.SubscriberCreated, request.Id!, cancel);
        return Results.Created($"/subscribers/{request.Id}", new SubscriberSecret(request.Id!, secret));
    }

    private static async Task<IResult> Renew(string id, Caller by, IdentityDb db, IOpenIddictApplicationManager clients, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await Find(id, clients, cancel) is not { } client)
            return NotFound();
        var secret = NewSecret();
        var described = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(described, client, cancel);
        described.ClientSecret = secret;
        await clients.UpdateAsync(client, described, cancel);
        await Commit(db, by, AuditActions.SubscriberSecretMade, id, cancel);
        return Results.Ok(new SubscriberSecret(id, secret));
    }

    private static async Task<IResult> Remove(string id, Caller by, IdentityDb db, IOpenIddictApplicationManager clients, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await Find(id, clients, cancel) is not { } client)
            return NotFound();
        await clients.DeleteAsync(client, cancel);
        await Commit(db, by, AuditActions.SubscriberRemoved, id, cancel);
        return Results.NoContent();
    }

    private static async Task Commit(IdentityDb db, Caller by, string action, string id, CancellationToken cancel)
    {
        await AuditTrail.Write(db.Connection, new AuditEntry(by.AsActor(), action, id), cancel);
        await db.Database.CurrentTransaction!.CommitAsync(cancel);
    }

    /// <summary>The platform's own clients are the file's, not the operator's.</summary>
    private static async Task<object?> Find(string id, IOpenIddictApplicationManager clients, CancellationToken cancel) =>
        await clients.FindByClientIdAsync(id, cancel) is { } client && await KnownClients.Property(clients, client, KnownClients.Source, cancel) == FromOperator ? client : null;

    private static OpenIddictApplicationDescriptor Describe(string id, string title, string secret, string division) => new()
    {
        ClientId = id,
        ClientSecret = secret,
        ClientType = ClientTypes.Confidential,
        DisplayName = title,
        Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
        Properties =
        {
            [KnownClients.Source] = KnownClients.Text(FromOperator),
            [KnownClients.Role] = KnownClients.Text("subscriber"),
            [KnownClients.Division] = KnownClients.Text(division),
        },
    };

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private static IResult NotFound() => Results.Problem(detail: "没有这个订阅系统。", statusCode: 404);

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{2,39}$")]
    private static partial Regex Id();
}
