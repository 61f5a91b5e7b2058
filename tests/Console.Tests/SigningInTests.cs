using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Console.Tests.Staging;
using Microsoft.Playwright;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>SEC-01, SEC-05, WEB-01: the way in, and what the gateway lets through.</summary>
public sealed class SigningInTests(RunningStack stack, Chromium chromium)
{
    [Fact, Trait("Req", "SEC-01"), Trait("Req", "WEB-01")]
    public async Task Given_somebody_who_signs_in_when_the_page_is_there_then_it_says_who_and_where_and_the_browser_has_no_token_of_theirs()
    {
        var official = stack.As("town-clerk", "433126101");
        await using var open = await chromium.Open(stack.Address);
        await open.Page.GotoAsync("/");
        await open.SignIn(official);

        (await open.Page.Locator(".who").InnerTextAsync()).Should().Contain(official.Name).And.Contain("镇录入专员").And.Contain("古阳镇");
        var cookies = await open.Page.Context.CookiesAsync();
        cookies.Where(c => c.Name.StartsWith("guzhang-console", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().Match<BrowserContextCookiesResult>(c => c.HttpOnly && c.SameSite == SameSiteAttribute.Lax && c.Value.Length < 500);
        (await open.Page.EvaluateAsync<string>("() => JSON.stringify({...localStorage, ...sessionStorage})")).Should().NotContain("eyJ", "that is how tokens begin");
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "SEC-05")]
    public async Task Given_no_session_when_an_interface_is_asked_then_the_answer_is_a_problem_and_no_way_to_another_page()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = stack.Address };

        foreach (var path in (string[])["api/collection/imports", "api/verification/work", "api/identity/accounts"])
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));

            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized, path);
            answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().Should().Contain("重新登录");
        }

        using var tokens = await http.GetAsync(new Uri("api/identity/connect/authorize", UriKind.Relative));
        tokens.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact, Trait("Req", "SEC-05")]
    public async Task Given_a_session_when_a_change_is_asked_for_without_the_page_s_proof_then_it_is_refused()
    {
        await using var open = await chromium.Open(stack, "task-force");
        await open.Page.GotoAsync("/");

        var statuses = await open.Page.EvaluateAsync<int[]>(
            """
            async () => {
                const post = (path, headers) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: '{}' }).then(a => a.status);
                const me = await (await fetch('/me')).json();
                return [
                    await post('/api/verification/confirmations', {}),
                    await post('/api/verification/confirmations', { 'X-Guzhang-Form': 'made up' }),
                    await post('/sign-out', {}),
                    await post('/api/collection/people/lookup', { 'X-Guzhang-Form': me.formToken }),
                    (await fetch('/api/verification/work?limit=1')).status
                ];
            }
            """);

        statuses.Should().Equal(400, 400, 400, 400, 200);
        open.Expect("400");
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "SEC-05")]
    public async Task Given_the_first_page_when_it_is_fetched_then_its_policy_lets_nothing_in_from_elsewhere()
    {
        using var http = new HttpClient { BaseAddress = stack.Address };

        using var page = await http.GetAsync(new Uri("/", UriKind.Relative));

        string Header(string name) => page.Headers.GetValues(name).Single();
        Header("Content-Security-Policy").Should().Contain("default-src 'none'").And.Contain("script-src 'self' 'wasm-unsafe-eval';").And.Contain("frame-ancestors 'none'")
            .And.NotContain("http");
        Header("X-Content-Type-Options").Should().Be("nosniff");
        Header("Referrer-Policy").Should().Be("no-referrer");
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_somebody_signed_in_when_they_sign_out_then_the_session_is_over_here_and_at_the_identity_service()
    {
        await using var open = await chromium.Open(stack.Address);
        await open.Page.GotoAsync("/");
        await open.SignIn(stack.As("auditor"));
        var cookies = await open.Page.Context.CookiesAsync();

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "退出登录" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "退出登录" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Link, new() { Name = "登录" }).ClickAsync();

        await open.Page.GetByLabel("密码").WaitForAsync(); // asked again
        using var http = new HttpClient { BaseAddress = stack.Address };
        http.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Name}={c.Value}")));
        using var kept = await http.GetAsync(new Uri("api/identity/accounts", UriKind.Relative));
        kept.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "a cookie that was kept is good for nothing");
    }
}
