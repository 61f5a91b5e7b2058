using System.Security.Cryptography;
using Guzhang.Audit;
using Guzhang.Identity.Accounts;
using Guzhang.Identity.Clients;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Guzhang.Identity.Subscribing;

/// <summary>A system that wants to subscribe: its client id, what it is called, event types and towns ("*" for all).</summary>
public sealed record NewSubscriber(string? Id, string? Title, IReadOnlyList<string>? Types, IReadOnlyList<string>? Towns);

/// <summary>Other event types and towns for a subscriber.</summary>
public sealed record NewGrant(IReadOnlyList<string>? Types, IReadOnlyList<string>? Towns);

/// <summary>A subscriber; the secret is never shown again. Types and towns are parted by spaces.</summary>
public sealed record SubscriberLine(string Id, string? Title, string Types, string Towns, string Queue);

/// <summary>A subscriber, and how its stream stands on the broker (absent where that can't be asked).</summary>
public sealed record SubscriberState(SubscriberLine Subscriber, StreamFigures? Stream);

/// <summary>
/// A subscriber's credentials, shown once: client id and secret for tokens; user, the same secret, virtual host and stream
/// on the broker. <paramref name="OnBroker"/> says whether the broker knows them already.
/// </summary>
public sealed record SubscriberSecret(string Id, string Secret, string User, string? VirtualHost, string Queue, bool OnBroker);

/// <summary>EVT-04: other systems, each with credentials of its own (client credentials, role subscriber; a user of the broker).</summary>
internal static class SubscriberEndpoints
{
    private const string FromOperator = "operator";

    /// <summary>What the endpoints and the comparison with the broker need.</summary>
    public static void AddSubscribers(this WebApplicationBuilder builder)
    {
        var broker = SubscriberBroker.From(builder.Configuration);
        if (broker is not null)
            builder.Services.AddSingleton(broker);
        builder.Services.AddSingleton(CountyTowns.From(builder.Configuration.Required("County:Directory")));
        builder.Services.AddSingleton<SubscriberAccounts>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SubscriberAccounts>());
    }

    public static void MapSubscribers(this WebApplication app)
    {
        var group = app.MapGroup("/subscribers").WithTags("subscribers");
        group.MapGet("", List).Needs("accounts.read").NeedsWholeCounty().Produces<IReadOnlyList<SubscriberLine>>().WithSummary("订阅系统");
        group.MapGet("{id}", Read).Needs("accounts.read").NeedsWholeCounty().Produces<SubscriberState>().ProducesProblem(404)
            .WithSummary("一个订阅系统及其事件流：在读、留存、送达、超限移出的条数");
        group.MapPost("", Create).Needs("accounts.manage").NeedsWholeCounty().Produces<SubscriberSecret>(201).ProducesProblem(400).ProducesProblem(409)
            .WithSummary("新建订阅系统；密钥只显示这一次");
        group.MapPut("{id}/grant", Regrant).Needs("accounts.manage").NeedsWholeCounty().Produces<SubscriberLine>().ProducesProblem(400).ProducesProblem(404)
            .WithSummary("更改授权的事件类型和乡镇；旧令牌失效，事件流换新");
        group.MapPost("{id}/secret", Renew).Needs("accounts.manage").NeedsWholeCounty().Produces<SubscriberSecret>().ProducesProblem(404)
            .WithSummary("更换密钥，旧密钥、旧令牌和现有连接立即失效");
        group.MapDelete("{id}", Remove).Needs("accounts.manage").NeedsWholeCounty().Produces(204).ProducesProblem(404).WithSummary("删除订阅系统，立即断开");
        app.MapGet("/subscription", Own).WithTags("subscribers").Needs("subscription.read").Produces<SubscriberLine>().ProducesProblem(404)
            .WithSummary("本订阅系统的授权和事件流名称");
    }

    private static async Task<IResult> List(IdentityDb db, IOpenIddictApplicationManager clients, CancellationToken cancel) =>
        Results.Ok((await SubscriberAccounts.All(db, clients, cancel)).Select(s => Line(s.Id, s.Title, s.Subscription)));

    private static async Task<IResult> Read(string id, IOpenIddictApplicationManager clients, IServiceProvider services, CancellationToken cancel)
    {
        if (await Find(id, clients, cancel) is not ({ } client, { } subscription))
            return NotFound();
        StreamFigures? figures = null;
        try
        {
            figures = services.GetService<SubscriberBroker>() is { } broker ? await broker.Figures(subscription.Queue, cancel) : null;
        }
        catch (HttpRequestException)
        {
            // The broker is away: the line without its figures.
        }

        return Results.Ok(new SubscriberState(Line(id, await clients.GetDisplayNameAsync(client, cancel), subscription), figures));
    }

    private static async Task<IResult> Own(Caller caller, IOpenIddictApplicationManager clients, CancellationToken cancel) =>
        await Find(caller.Id, clients, cancel) is ({ } client, { } subscription)
            ? Results.Ok(Line(caller.Id, await clients.GetDisplayNameAsync(client, cancel), subscription))
            : NotFound();

    private static async Task<IResult> Create(
        NewSubscriber request, Caller by, IdentityDb db, IOpenIddictApplicationManager clients, SubscriberAccounts accounts, CountyTowns towns, IServiceProvider services, CancellationToken cancel)
    {
        if (!Subscription.Id().IsMatch(request.Id ?? "") || request.Title?.Trim() is not { Length: >= 1 and <= 60 } title)
            return Results.Problem(detail: "id 应为 3 到 40 位小写字母、数字或连字符，title 应为 1 到 60 字。", statusCode: 400);
        var (grant, fault) = Subscription.Decide(request.Types, request.Towns, towns.Codes);
        if (grant is null)
            return Results.Problem(detail: fault, statusCode: 400);
        if (await clients.FindByClientIdAsync(request.Id!, cancel) is not null)
            return Results.Problem(detail: $"已有客户端“{request.Id}”。", statusCode: 409);
        var secret = NewSecret();
        var subscription = Subscription.Make(request.Id!, grant, Subscription.Hash(secret));
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            await clients.CreateAsync(Describe(request.Id!, title, secret, by.Division, subscription), cancel);
        }
        catch (DbUpdateException)
        {
            return Results.Problem(detail: $"已有客户端“{request.Id}”。", statusCode: 409); // made at the same moment
        }

        var told = await accounts.Carry(
            () => Commit(db, by, AuditActions.SubscriberCreated, request.Id!, cancel), broker => broker.Bring(request.Id!, subscription, cancel), cancel);
        return Results.Created($"/subscribers/{request.Id}", Secret(request.Id!, secret, subscription, told, services));
    }

    private static async Task<IResult> Regrant(
        string id, NewGrant request, Caller by, IdentityDb db, IOpenIddictApplicationManager clients, IOpenIddictTokenManager tokens,
        SubscriberAccounts accounts, CountyTowns towns, CancellationToken cancel)
    {
        var (grant, fault) = Subscription.Decide(request.Types, request.Towns, towns.Codes);
        if (grant is null)
            return Results.Problem(detail: fault, statusCode: 400);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await Find(id, clients, cancel) is not ({ } client, { } before))
            return NotFound();
        var subscription = Subscription.Make(id, grant, before.BrokerHash);
        await Update(clients, client, described => subscription.WriteTo(described.Properties), cancel);
        await tokens.RevokeByApplicationIdAsync((await clients.GetIdAsync(client, cancel))!, cancel);
        await accounts.Carry(() => Commit(db, by, AuditActions.SubscriberChanged, id, cancel), broker => broker.Bring(id, subscription, cancel), cancel);
        return Results.Ok(Line(id, await clients.GetDisplayNameAsync(client, cancel), subscription));
    }

    private static async Task<IResult> Renew(
        string id, Caller by, IdentityDb db, IOpenIddictApplicationManager clients, IOpenIddictTokenManager tokens, SubscriberAccounts accounts,
        IServiceProvider services, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await Find(id, clients, cancel) is not ({ } client, { } before))
            return NotFound();
        var secret = NewSecret();
        var subscription = before with { BrokerHash = Subscription.Hash(secret) };
        await Update(
            clients, client,
            described =>
            {
                described.ClientSecret = secret;
                subscription.WriteTo(described.Properties);
            },
            cancel);
        await tokens.RevokeByApplicationIdAsync((await clients.GetIdAsync(client, cancel))!, cancel);
        var told = await accounts.Carry(
            () => Commit(db, by, AuditActions.SubscriberSecretMade, id, cancel),
            async broker =>
            {
                await broker.RemoveUser(id, cancel);
                await broker.Bring(id, subscription, cancel);
            },
            cancel);
        return Results.Ok(Secret(id, secret, subscription, told, services));
    }

    private static async Task<IResult> Remove(string id, Caller by, IdentityDb db, IOpenIddictApplicationManager clients, SubscriberAccounts accounts, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await clients.FindByClientIdAsync(id, cancel) is not { } client || await KnownClients.Property(clients, client, KnownClients.Source, cancel) != FromOperator)
            return NotFound();
        await clients.DeleteAsync(client, cancel); // and its tokens
        await accounts.Carry(() => Commit(db, by, AuditActions.SubscriberRemoved, id, cancel), broker => broker.Remove(id, cancel), cancel);
        return Results.NoContent();
    }

    private static async Task Update(IOpenIddictApplicationManager clients, object client, Action<OpenIddictApplicationDescriptor> change, CancellationToken cancel)
    {
        var described = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(described, client, cancel);
        change(described);
        await clients.UpdateAsync(client, described, cancel);
    }

    private static async Task Commit(IdentityDb db, Caller by, string action, string id, CancellationToken cancel)
    {
        await AuditTrail.Write(db.Connection, new AuditEntry(by.AsActor(), action, id), cancel);
        await db.Database.CurrentTransaction!.CommitAsync(cancel);
    }

    /// <summary>The platform's own clients are the file's, not the operator's.</summary>
    private static async Task<(object? Client, Subscription? Subscription)> Find(string id, IOpenIddictApplicationManager clients, CancellationToken cancel) =>
        await clients.FindByClientIdAsync(id, cancel) is { } client && Subscription.Of(await clients.GetPropertiesAsync(client, cancel)) is { } subscription
            ? (client, subscription)
            : (null, null);

    private static OpenIddictApplicationDescriptor Describe(string id, string title, string secret, string division, Subscription subscription)
    {
        var described = new OpenIddictApplicationDescriptor
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
        subscription.WriteTo(described.Properties);
        return described;
    }

    private static SubscriberLine Line(string id, string? title, Subscription subscription) =>
        new(id, title, subscription.Grant.Types, subscription.Grant.Towns, subscription.Queue);

    private static SubscriberSecret Secret(string id, string secret, Subscription subscription, bool told, IServiceProvider services) =>
        new(id, secret, SubscriberBroker.UserOf(id), services.GetService<SubscriberBroker>()?.VirtualHost, subscription.Queue, told);

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private static IResult NotFound() => Results.Problem(detail: "没有这个订阅系统。", statusCode: 404);
}
