using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.JSInterop;

namespace Guzhang.Console.Client.Shell;

/// <summary>Who is signed in.</summary>
/// <param name="Id">The account, as services record it.</param>
/// <param name="Name">Display name.</param>
/// <param name="Role">As the access table spells it.</param>
/// <param name="RoleTitle">In Chinese.</param>
/// <param name="Division">Code of the scope: county 6, town 9, village 12 digits.</param>
/// <param name="DivisionName">In Chinese.</param>
/// <param name="Actions">What the role may do, by the access table.</param>
/// <param name="BusinessTime">The platform's 'now'; null where it could not be asked.</param>
/// <param name="FormToken">Proof that a request is this page's; null without a connection.</param>
public sealed record Me(
    string Id, string Name, string Role, string RoleTitle, string Division, string DivisionName, IReadOnlyList<string> Actions,
    DateTimeOffset? BusinessTime, string? FormToken);

/// <summary>The current user and the business clock, for every page. Without a connection it is whoever was signed in last on this device.</summary>
public sealed class Session(HttpClient gateway, IJSRuntime script)
{
    private const string Kept = "guzhang.me";
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private long _asked = Stopwatch.GetTimestamp();

    /// <summary>Who is signed in; null where nobody is.</summary>
    public Me? Me { get; private set; }

    /// <summary>The gateway was not to be reached when it was last asked.</summary>
    public bool IsOffline { get; private set; }

    /// <summary>The session ended while somebody was at work: they sign in again, what is on the page stays.</summary>
    public bool IsExpired { get; private set; }

    /// <summary>Why signing in was of no use (an account without role), in Chinese; null where nothing is wrong.</summary>
    public string? Fault { get; private set; }

    /// <summary>Something of the above has changed.</summary>
    public event Action? Changed;

    /// <summary>'Now' as the platform counts it, in China's time.</summary>
    public DateTimeOffset Now => Me?.BusinessTime is { } asked ? asked.ToOffset(China) + Stopwatch.GetElapsedTime(_asked) : DateTimeOffset.UtcNow.ToOffset(China);

    /// <summary>'Today' as the platform counts it.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.DateTime);

    /// <summary>Whether the role may do an action of the access table. The services judge again, scope included.</summary>
    public bool May(string action) => Me?.Actions.Contains(action) == true;

    /// <summary>Asks the gateway again: after signing in, or when the connection is back.</summary>
    public async Task Refresh()
    {
        try
        {
            using var answer = await gateway.GetAsync(new Uri("me", UriKind.Relative));
            (IsOffline, IsExpired, Fault) = (false, false, null);
            if (answer.StatusCode is HttpStatusCode.NoContent)
            {
                Me = null;
            }
            else if (answer.IsSuccessStatusCode)
            {
                Me = await answer.Content.ReadFromJsonAsync<Me>();
                _asked = Stopwatch.GetTimestamp();
                await script.InvokeVoidAsync("guzhang.keep", Kept, JsonSerializer.Serialize(Me! with { FormToken = null, BusinessTime = null }, JsonSerializerOptions.Web));
            }
            else
            {
                Fault = (await answer.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("detail", out var detail) ? detail.GetString() : "暂时无法登录，请稍后再试。";
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            IsOffline = true;
            Me ??= await script.InvokeAsync<string?>("guzhang.kept", Kept) is { } kept ? JsonSerializer.Deserialize<Me>(kept, JsonSerializerOptions.Web) : null;
        }

        Changed?.Invoke();
    }

    /// <summary>A request was answered 401: the session is over.</summary>
    public void Expire()
    {
        if (!IsExpired)
        {
            IsExpired = true;
            Changed?.Invoke();
        }
    }

    /// <summary>A request came through, or did not.</summary>
    public void Reached(bool reached)
    {
        if (IsOffline == reached)
        {
            IsOffline = !reached;
            Changed?.Invoke();
        }
    }

    /// <summary>Forgets on this device who was signed in.</summary>
    public async Task Forget() => await script.InvokeVoidAsync("guzhang.keep", Kept, null);
}
