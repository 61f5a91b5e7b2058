using System.Net;
using AwesomeAssertions;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Guzhang.Identity.Tests;

/// <summary>SEC-01: people sign in on the pages, the console gets its tokens.</summary>
public sealed class SigningInTests(SharedIdentity shared) : IClassFixture<SharedIdentity>
{
    private readonly IdentityHost identity = shared.Host;

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_an_account_when_its_bearer_signs_in_then_the_console_gets_tokens_that_say_who_in_which_role_and_where()
    {
        var id = await identity.Enrolled("flow", "town-clerk", "433126101");
        using var browser = new Browser(identity.Authority);

        using var asked = await browser.Get(browser.AuthorizePath());
        asked.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var signIn = asked.Headers.Location!.OriginalString;
        signIn.Should().StartWith("/account/sign-in?returnUrl=");
        using var signedIn = await browser.Fill(signIn, ("login", "flow"), ("password", IdentityHost.Password));
        var onward = signedIn.Headers.Location!.OriginalString;
        using var returned = await browser.Get(onward);
        returned.Headers.Location!.OriginalString.Should().StartWith($"{Browser.ConsoleReturn}?code=");

        var tokens = await browser.Tokens();
        var access = (await identity.Validate((string)tokens["access_token"]!)).Claims;
        (access["sub"], access["role"], access["division"]).Should().Be((id.ToString(), "town-clerk", "433126101"));
        access.Should().NotContainKeys("name", "guzhang_stamp");
        ((int)tokens["expires_in"]!).Should().BeInRange(590, 600);
        new JsonWebToken((string)tokens["id_token"]!).GetClaim("name").Value.Should().Be("张专班");
        (await identity.Audited(id)).Should().Equal("account.created", "password.set", "sign-in");
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_a_code_when_it_is_redeemed_without_its_proof_or_twice_then_nothing_is_given()
    {
        await identity.Enrolled("pkce");
        using var browser = new Browser(identity.Authority);
        await browser.SignIn("pkce", IdentityHost.Password);

        (await (await browser.Redeem(await browser.Code(), proof: new string('x', 43))).Json())["error"]!.GetValue<string>().Should().Be("invalid_grant");
        var code = await browser.Code();
        (await browser.Redeem(code)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await browser.Redeem(code)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        foreach (var unproven in ((string, string)[][])[[("code_challenge", ""), ("code_challenge_method", "")], [("code_challenge_method", "plain")]])
        {
            using var refused = await browser.Get(browser.AuthorizePath(unproven));
            (refused.StatusCode == HttpStatusCode.BadRequest || refused.Headers.Location!.Query.Contains("error=invalid_request", StringComparison.Ordinal)).Should().BeTrue($"{refused.StatusCode} {refused.Headers.Location}");
            (refused.Headers.Location?.Query ?? "").Should().NotContain("code=");
        }

        (await browser.Get(browser.AuthorizePath(("redirect_uri", "http://127.0.0.1:6/elsewhere")))).Headers.Location.Should().BeNull();
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_wrong_passwords_when_there_were_five_then_the_account_is_locked_and_every_answer_looks_like_that_to_a_stranger()
    {
        var id = await identity.Enrolled("locked");
        using var browser = new Browser(identity.Authority);
        var answers = new List<string>();
        foreach (var (login, password) in Enumerable.Repeat(("locked", "wrong password"), 5).Append(("locked", IdentityHost.Password)).Append(("nobody-at-all", IdentityHost.Password)))
        {
            using var answer = await browser.SignIn(login, password);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            var html = await answer.Content.ReadAsStringAsync();
            answers.Add(html[html.IndexOf("role=\"alert\"", StringComparison.Ordinal)..html.IndexOf("</p>", html.IndexOf("role=\"alert\"", StringComparison.Ordinal), StringComparison.Ordinal)]);
        }

        answers.Distinct().Should().ContainSingle();
        (await identity.Audited(id)).Skip(2).Should().Equal("sign-in.failed", "sign-in.failed", "sign-in.failed", "sign-in.failed", "sign-in.locked-out", "sign-in.locked-out");
        (await identity.Audited(null))[^1].Should().Be("sign-in.failed", "the stranger is on record too, without what was typed");
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_a_link_when_it_was_used_replaced_or_is_made_up_then_it_sets_no_password()
    {
        var first = await identity.Create("linked");
        using var operating = await identity.Operator();
        var second = (await (await operating.PostAsync(new Uri($"accounts/{first.Id}/link", UriKind.Relative), null)).Json())["link"]!.GetValue<string>();
        using var browser = new Browser(identity.Authority);

        foreach (var dead in (string[])[first.Link, $"{identity.Authority}account/password/AAAA", $"{identity.Authority}account/password/%E7%9F%B3"])
            (await (await browser.Get(dead)).Content.ReadAsStringAsync()).Should().Contain("链接无效").And.NotContain("type=\"password\"");
        (await (await browser.Fill(second, ("password", "too short"), ("again", "too short"))).Content.ReadAsStringAsync()).Should().Contain("至少 12 位");
        (await (await browser.Fill(second, ("password", IdentityHost.Password), ("again", IdentityHost.Password))).Content.ReadAsStringAsync()).Should().Contain("密码已设置");
        (await (await browser.Get(second)).Content.ReadAsStringAsync()).Should().Contain("链接无效");
        (await browser.SignIn("linked", IdentityHost.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_a_link_when_its_time_is_over_then_it_sets_no_password()
    {
        await using var hasty = await IdentityHost.Start(settings: "--Identity:LinkHours=0");
        var link = await hasty.Create("late");
        using var browser = new Browser(hasty.Authority);

        (await (await browser.Get(link.Link)).Content.ReadAsStringAsync()).Should().Contain("链接无效");
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_a_second_factor_when_its_bearer_signs_in_then_a_code_counts_once_and_a_recovery_code_too()
    {
        var id = await identity.Enrolled("factor");
        using var browser = new Browser(identity.Authority);
        await browser.SignIn("factor", IdentityHost.Password);
        var page = await (await browser.Get("account/second-factor/enrol")).Content.ReadAsStringAsync();
        page.Should().Contain("<svg").And.NotContain("<script");
        var key = System.Text.RegularExpressions.Regex.Match(page, "id=\"key\">([A-Z2-7 ]+)<").Groups[1].Value;
        var now = DateTimeOffset.UtcNow;
        (await (await browser.Fill("account/second-factor/enrol", ("code", "000000"))).Content.ReadAsStringAsync()).Should().Contain("验证码不正确");
        var codes = System.Text.RegularExpressions.Regex.Matches(await (await browser.Fill("account/second-factor/enrol", ("code", Browser.Totp(key, now)))).Content.ReadAsStringAsync(), "<li class=\"code\">([^<]+)<")
            .Select(m => m.Groups[1].Value).ToList();
        codes.Should().HaveCount(10);

        async Task<HttpStatusCode> Try(string name, string value)
        {
            using var visitor = new Browser(identity.Authority);
            (await visitor.SignIn("factor", IdentityHost.Password)).Headers.Location!.OriginalString.Should().StartWith("/account/second-factor");
            (await visitor.Get("account")).Headers.Location!.OriginalString.Should().Contain("sign-in", "the password alone is not enough");
            return (await visitor.Fill("account/second-factor", (name, value))).StatusCode;
        }

        var code = Browser.Totp(key, DateTimeOffset.UtcNow);
        (await Try("code", code)).Should().Be(HttpStatusCode.Redirect);
        (await Try("code", code)).Should().Be(HttpStatusCode.OK, "it was used");
        (await Try("recovery", codes[0])).Should().Be(HttpStatusCode.Redirect);
        (await Try("recovery", codes[0])).Should().Be(HttpStatusCode.OK, "it was used");
        (await Try("recovery", "AAAAA-AAAAA")).Should().Be(HttpStatusCode.OK);
        (await identity.Audited(id)).Should().Contain("second-factor.set").And.Contain("sign-in.failed");
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_a_refresh_token_when_role_or_password_changes_or_the_account_is_disabled_then_the_next_token_says_so_or_there_is_none()
    {
        var id = await identity.Enrolled("fresh", "collector");
        using var operating = await identity.Operator();
        using var browser = new Browser(identity.Authority);
        await browser.SignIn("fresh", IdentityHost.Password);
        var tokens = await browser.Tokens();

        await (await operating.PutAsync(new Uri($"accounts/{id}", UriKind.Relative), Json("""{"displayName":"张","role":"task-force","division":"433126"}"""))).ShouldBeOk();
        tokens = await (await browser.Refresh((string)tokens["refresh_token"]!)).Json();
        (await identity.Validate((string)tokens["access_token"]!)).Claims["role"].Should().Be("task-force");

        (await browser.Fill("account/change-password", ("present", IdentityHost.Password), ("password", IdentityHost.Password + " 2"), ("again", IdentityHost.Password + " 2")))
            .StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await browser.Refresh((string)tokens["refresh_token"]!)).StatusCode.Should().Be(HttpStatusCode.BadRequest, "the password has changed");
        tokens = await browser.Tokens();

        await (await operating.PostAsync(new Uri($"accounts/{id}/disable", UriKind.Relative), null)).ShouldBeOk();
        (await browser.Refresh((string)tokens["refresh_token"]!)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await browser.Get(browser.AuthorizePath())).Headers.Location!.OriginalString.Should().Contain("sign-in", "the session is over");
        (await browser.SignIn("fresh", IdentityHost.Password + " 2")).StatusCode.Should().Be(HttpStatusCode.OK, "and no other begins");
        (await identity.Audited(id)).Should().Contain("account.changed").And.Contain("account.disabled");
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_somebody_signed_in_when_they_sign_out_here_or_at_the_console_then_the_session_is_over()
    {
        var id = await identity.Enrolled("leaving");
        using var browser = new Browser(identity.Authority);
        await browser.SignIn("leaving", IdentityHost.Password);
        (await browser.Get("account")).StatusCode.Should().Be(HttpStatusCode.OK);
        await browser.Fill("account/sign-out");
        (await browser.Get("account")).StatusCode.Should().Be(HttpStatusCode.Redirect);

        await browser.SignIn("leaving", IdentityHost.Password);
        var hint = (string)(await browser.Tokens())["id_token"]!;
        (await browser.Get("connect/logout")).Headers.Location!.OriginalString.Should().Be("/account/sign-out", "another site may have sent them");
        using var left = await browser.Get($"connect/logout?id_token_hint={hint}&post_logout_redirect_uri={Uri.EscapeDataString("http://127.0.0.1:5/signout-callback-oidc")}");
        left.Headers.Location!.OriginalString.Should().StartWith("http://127.0.0.1:5/signout-callback-oidc");
        (await browser.Get("account")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await identity.Audited(id)).Count(action => action == "sign-out").Should().Be(2);
    }

    [Theory, Trait("Req", "SEC-05")]
    [InlineData("account/sign-in")]
    [InlineData("account/second-factor")]
    [InlineData("account/sign-out")]
    [InlineData("account/password/AAAA")]
    [InlineData("account/change-password")]
    public async Task Given_a_form_when_it_comes_without_what_our_page_put_into_it_then_it_is_refused(string path)
    {
        using var browser = new Browser(identity.Authority);

        (await browser.Post(path, [new("login", "a"), new("password", "b")])).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact, Trait("Req", "SEC-05")]
    public async Task Given_the_sign_in_page_when_it_is_opened_then_nothing_foreign_runs_in_it_its_cookies_are_for_us_alone_and_it_leads_nowhere_else()
    {
        await identity.Enrolled("careful");
        using var browser = new Browser(identity.Authority);

        using var page = await browser.Get("account/sign-in?returnUrl=https://elsewhere.example/");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'none'").And.Contain("script-src 'self'").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe");
        var html = await page.Content.ReadAsStringAsync();
        html.Should().Contain("<html lang=\"zh-CN\">").And.Contain("width=device-width").And.NotContain("<script").And.NotMatchRegex(@"\s(style|on\w+)=");
        System.Text.RegularExpressions.Regex.Matches(html, "<input(?![^>]*hidden)[^>]*id=\"([^\"]+)\"").Should().NotBeEmpty()
            .And.AllSatisfy(input => html.Should().Contain($"<label for=\"{input.Groups[1].Value}\">"));
        page.Headers.CacheControl!.NoStore.Should().BeTrue();
        using var signedIn = await browser.Fill("account/sign-in?returnUrl=https://elsewhere.example/", ("login", "careful"), ("password", IdentityHost.Password));
        signedIn.Headers.Location!.OriginalString.Should().Be("/account");
        signedIn.Headers.GetValues("Set-Cookie").Should().AllSatisfy(cookie => cookie.Should().ContainEquivalentOf("httponly").And.ContainEquivalentOf("samesite=lax").And.NotContainEquivalentOf("expires="));
        using var account = await browser.Get("account");
        (await account.Content.ReadAsStringAsync()).Should().Contain("<dt>管辖区划</dt><dd>古丈县");
        foreach (var (file, type) in new[] { ("account.css", "text/css"), ("icon.svg", "image/svg+xml") })
        {
            using var answer = await browser.Get($"account/{file}");
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType).Should().Be((HttpStatusCode.OK, type));
        }
    }

    [Theory]
    [InlineData("copper window seven lake", null)]
    [InlineData("四月的桃花开在河边的山坡上", null)]
    [InlineData("short", "至少 12 位")]
    [InlineData("aaaaaaaaaaaaaaaa", "不同的字符")]
    [InlineData("123456789012", "太常见")]
    [InlineData("qwertyuiopasdf", "太常见")]
    [InlineData("Password12345!", "太常见")]
    [InlineData("adminadmin123", "太常见")]
    [InlineData("woaini5201314520", "太常见")]
    [InlineData("1qaz2wsx3edc", "太常见")]
    [InlineData("zhangsan loves rain", "自己的账号")]
    [InlineData("今天张三丰去河边散步了呢吗", "自己的账号")]
    public void Given_a_password_when_it_is_judged_then_length_and_commonness_count_and_no_classes_of_characters(string password, string? fault)
    {
        var judged = Accounts.PasswordRules.Fault(password, ["zhangsan", "张三丰"]);

        if (fault is null)
            judged.Should().BeNull();
        else
            judged.Should().Contain(fault);
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
}
