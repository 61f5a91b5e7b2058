using System.Net.Http.Headers;
using System.Text.Json;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Guzhang.Console.Sessions;

/// <summary>Who is signed in, as the pages need it.</summary>
/// <param name="Id">the account, as services record it</param>
/// <param name="Name">display name</param>
/// <param name="Role">as it stands in tokens</param>
/// <param name="RoleTitle">in Chinese</param>
/// <param name="Division">code of the scope</param>
/// <param name="DivisionName">in Chinese, with the town before a village</param>
/// <param name="Actions">what the role may do (access.json)</param>
/// <param name="BusinessTime">the platform's 'now'; absent where it can't be asked</param>
/// <param name="FormToken">goes into the header of every request that changes something</param>
internal sealed record Me(
    string Id, string Name, string Role, string RoleTitle, string Division, string DivisionName, IReadOnlyList<string> Actions,
    DateTimeOffset? BusinessTime, string FormToken);

internal static class SessionEndpoints
{
    public static void MapSessions(this WebApplication app)
    {
        app.MapGet("/sign-in", SignIn);
        app.MapPost("/sign-out", (Delegate)SignOut).RequireAuthorization().AddEndpointFilter(RequireOwnPage);
        app.MapGet("/me", ReadMe);
    }

    /// <summary>Refuses a request that our own page did not make: another site can send the cookie, but not the header.</summary>
    public static async Task<bool> IsFromOwnPage(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
        || (http.Request.Headers.ContainsKey(SessionRegistration.FormHeader)
            && await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http));

    public static IResult NotFromOwnPage() => Results.Problem(detail: "请求没有本页面的凭据，请刷新页面后重试。", statusCode: 400);

    private static async ValueTask<object?> RequireOwnPage(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await IsFromOwnPage(context.HttpContext) ? await next(context) : NotFromOwnPage();

    private static IResult SignIn(string? returnUrl) => Results.Challenge(
        new AuthenticationProperties { RedirectUri = IsOurs(returnUrl) ? returnUrl : "/" }, [OpenIdConnectDefaults.AuthenticationScheme]);

    private static bool IsOurs(string? path) => path is ['/', .. var rest] && rest is not ['/' or '\\', ..];

    private static async Task<IResult> SignOut(HttpContext http)
    {
        await http.SignOutAsync(OpenIdConnectDefaults.AuthenticationScheme, new AuthenticationProperties { RedirectUri = "/" }); // while the session still has the token that it shows
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.Ok(http.Features.Get<SignedOut>());
    }

    private static async Task<IResult> ReadMe(HttpContext http, IAntiforgery antiforgery, DivisionTitles divisions, BusinessTime time, IConfiguration settings)
    {
        if (http.User.Identity?.IsAuthenticated != true)
            return Results.NoContent(); // nobody is signed in, which is no fault of the page that asks
        var role = http.User.FindFirst(settings["Identity:RoleClaim"] ?? "role")?.Value ?? "";
        var division = http.User.FindFirst(settings["Identity:DivisionClaim"] ?? "division")?.Value ?? "";
        var table = AccessTable.Current;
        if (http.User.FindFirst("sub")?.Value is not { } id || !table.Roles.TryGetValue(role, out var title) || !DivisionCode.IsValid(division))
            return Results.Problem(detail: "这个账号没有本平台的角色或管辖区划，请联系系统管理员。", statusCode: 403);
        var now = await time.Now(await http.GetTokenAsync("access_token"), http.RequestAborted);
        return Results.Ok(new Me(
            id, http.User.FindFirst("name")?.Value ?? id, role, title, division, divisions.Of(division),
            [.. table.Actions.Keys.Where(action => table.Allows(action, role))], now, antiforgery.GetAndStoreTokens(http).RequestToken!));
    }
}

/// <summary>The platform's business time, which the operator may have set; asked of Collection.</summary>
internal sealed class BusinessTime(IHttpClientFactory clients)
{
    /// <summary>Name of the client whose base address is Collection's.</summary>
    public const string Client = "collection";

    public async Task<DateTimeOffset?> Now(string? token, CancellationToken cancel)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            using var request = new HttpRequestMessage(HttpMethod.Get, "clock");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await client.SendAsync(request, cancel);
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("businessTime").GetDateTimeOffset()
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
