using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(Guzhang.Identity.Tests.SampleService))]

namespace Guzhang.Identity.Tests;

/// <summary>The smallest service on the common defaults, and the real identity service that it believes.</summary>
public sealed class SampleService : IAsyncLifetime
{
    private WebApplication app = null!;

    public TestTokens Tokens { get; } = new();

    public Uri Address => new(app.Urls.Single());

    public HttpClient Anonymous { get; private set; } = null!;

    public enum Kind
    {
        One,
        Two,
    }

    public sealed record Form(int Year, Kind Kind, string Name, string? Division);

    public static WebApplication Create(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults("sample");
        var sample = builder.Build();
        sample.MapServiceDefaults();
        sample.MapGet("/who", (Caller caller) => caller).Needs("clock.read");
        sample.MapGet("/query", (int max, Kind? kind, string? text) => new { max, kind, text }).Needs("clock.read");
        sample.MapPost("/forms", (Form form, Caller caller) =>
        {
            caller.Require(form.Division);
            return form;
        }).Needs("forms.submit");
        sample.MapPost("/raw", Length).Needs("clock.read");
        sample.MapPost("/upload", Length).Needs("imports.create").AcceptsBodyUpTo(2 * Defaults.BodyLimit);
        sample.MapGet("/forgotten", () => "open?");
        sample.MapGet("/fault", string () => throw new InvalidOperationException("Password=hunter2")).Needs("clock.read");
        sample.MapGet("/nul", string () => throw new PostgresException("invalid byte sequence", "ERROR", "ERROR", "22021")).Needs("clock.read");
        sample.MapGet("/sessions", async (string connection, int open) =>
        {
            await using var pool = NpgsqlDataSource.Create(connection);
            await Task.WhenAll(Enumerable.Range(0, open).Select(_ => pool.OpenConnectionAsync().AsTask()));
        }).Needs("clock.read");
        sample.MapGet("/conflict", () => Results.Problem(statusCode: 409, detail: "已登记")).Needs("clock.read");
        foreach (var action in AccessTable.Current.Actions.Keys)
            sample.MapGet($"/actions/{action}", () => action).Needs(action);
        return sample;
    }

    private static async Task<long> Length(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.Length;
    }

    public Task<HttpClient> As(string role, string division = "433126", string? sub = null) => Tokens.ClientFor(Address, role, division, sub);

    public async ValueTask InitializeAsync()
    {
        await Tokens.InitializeAsync();
        app = Create([.. Tokens.Settings, "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None"]);
        await app.StartAsync();
        Anonymous = new HttpClient { BaseAddress = Address };
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Tokens.DisposeAsync();
    }
}
