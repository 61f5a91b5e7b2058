using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using Guzhang.Identity.Administration;
using Guzhang.Identity.Subscribing;
using Guzhang.Testing;
using Npgsql;
using Xunit;

namespace Guzhang.Identity.Tests;

/// <summary>SEC-01, SEC-04: the operator's administration of accounts and subscribers; every change is on record.</summary>
public sealed class AdministrationTests(SharedIdentity shared) : IClassFixture<SharedIdentity>
{
    private readonly IdentityHost identity = shared.Host;

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_an_account_when_the_operator_changes_everything_about_it_then_each_change_is_on_the_audit_log_with_the_roles_before_and_after()
    {
        var made = await identity.Create("changing", "collector", "433126101");
        using var operating = await identity.Operator();

        await (await operating.PutAsJsonAsync($"accounts/{made.Id}", new { displayName = "李", role = "town-clerk", division = "433126108" })).ShouldBeOk();
        await (await operating.PostAsync(Path($"accounts/{made.Id}/link"), null)).ShouldBeOk();
        await (await operating.DeleteAsync(Path($"accounts/{made.Id}/second-factor"))).ShouldBeOk();
        await (await operating.PostAsync(Path($"accounts/{made.Id}/disable"), null)).ShouldBeOk();
        (await operating.PostAsync(Path($"accounts/{made.Id}/link"), null)).StatusCode.Should().Be(HttpStatusCode.Conflict, "it is disabled");
        await (await operating.PostAsync(Path($"accounts/{made.Id}/enable"), null)).ShouldBeOk();

        (await identity.Audited(made.Id)).Should().Equal(
            "account.created", "account.changed", "account.link-made", "second-factor.reset", "account.disabled", "account.enabled");
        using var auditor = await identity.Operator("auditor");
        var change = (await auditor.GetFromJsonAsync<System.Text.Json.JsonElement>($"audit?subject={made.Id}&action=account.changed")).GetProperty("items")[0];
        change.GetProperty("actor").GetString().Should().Be("trial.operator");
        change.GetProperty("details").ToString().Should().Contain("\"role\":\"town-clerk\"").And.Contain("\"roleBefore\":\"collector\"").And.Contain("\"divisionBefore\":\"433126101\"");
    }

    [Theory]
    [InlineData("a", "名", "leader", "433126", "账号")]
    [InlineData("Big Name", "名", "leader", "433126", "小写字母")]
    [InlineData("ok-1", "", "leader", "433126", "displayName")]
    [InlineData("ok-2", "名", "emperor", "433126", "emperor")]
    [InlineData("ok-3", "名", "service", "433126", "service")]
    [InlineData("ok-4", "名", "subscriber", "433126", "subscriber")]
    [InlineData("ok-5", "名", "leader", "433127", "433127")]
    [InlineData("ok-6", "名", "leader", "4331", "4331")]
    public async Task Given_an_account_that_can_not_be_when_it_is_made_then_the_answer_says_why_and_nothing_is_left(string login, string name, string role, string division, string named)
    {
        using var operating = await identity.Operator();

        var problem = await (await operating.PostAsJsonAsync("accounts", new { login, displayName = name, role, division })).ShouldBeProblem(HttpStatusCode.BadRequest);

        ((string?)problem["detail"]).Should().Contain(named);
        (await operating.GetFromJsonAsync<AccountPage>("accounts?limit=500"))!.Items.Should().NotContain(account => account.Login == login);
    }

    [Fact]
    public async Task Given_a_login_that_is_taken_when_another_is_made_then_it_is_a_conflict()
    {
        await identity.Create("taken");
        using var operating = await identity.Operator();

        await (await operating.PostAsJsonAsync("accounts", new { login = "taken", displayName = "名", role = "leader", division = "433126" })).ShouldBeProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Given_the_last_operator_when_it_would_go_then_it_stays()
    {
        await using var own = await IdentityHost.Start();
        var first = await own.Create("only", "operator");
        using var operating = await own.Operator();

        await (await operating.PostAsync(Path($"accounts/{first.Id}/disable"), null)).ShouldBeProblem(HttpStatusCode.Conflict);
        await (await operating.PutAsJsonAsync($"accounts/{first.Id}", new { displayName = "名", role = "leader", division = "433126" })).ShouldBeProblem(HttpStatusCode.Conflict);
        await own.Create("second", "operator");
        await (await operating.PostAsync(Path($"accounts/{first.Id}/disable"), null)).ShouldBeOk();
    }

    [Fact]
    public async Task Given_accounts_when_they_are_listed_by_role_then_they_come_in_pages_by_login()
    {
        foreach (var login in (string[])["page-b", "page-a", "page-c"])
            await identity.Create(login, "hr-agency");
        using var operating = await identity.Operator();

        var first = (await operating.GetFromJsonAsync<AccountPage>("accounts?role=hr-agency&limit=2"))!;
        var second = (await operating.GetFromJsonAsync<AccountPage>($"accounts?role=hr-agency&limit=2&after={first.Next}"))!;

        first.Items.Concat(second.Items).Select(account => account.Login).Should().Equal("page-a", "page-b", "page-c");
        second.Next.Should().BeNull();
    }

    [Fact]
    public async Task Given_the_database_when_its_accounts_are_read_then_they_hold_a_login_and_a_name_of_the_person_and_no_secret_as_it_is()
    {
        var link = await identity.Create("stored");
        await using var source = NpgsqlDataSource.Create(identity.ConnectionString);
        await using var command = source.CreateCommand("select row_to_json(a)::text from identity.accounts a where user_name = 'stored'");

        var row = (string)(await command.ExecuteScalarAsync())!;

        row.Should().Contain("stored").And.Contain("张专班").And.NotContain(link.Link[(link.Link.LastIndexOf('/') + 1)..]).And.NotContainAny("email", "phone");
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_a_subscriber_when_the_operator_makes_renews_and_removes_it_then_only_its_newest_secret_is_good_and_only_while_it_is_there()
    {
        using var operating = await identity.Operator();
        var made = (await (await operating.PostAsJsonAsync("subscribers", new { id = "province", title = "省平台", types = Everything, towns = Everything })).Content.ReadFromJsonAsync<SubscriberSecret>())!;
        var claims = (await identity.Validate(await identity.Token("province", made.Secret))).Claims;
        (claims["sub"], claims["role"], claims["division"]).Should().Be(("province", "subscriber", "433126"));
        await (await operating.PostAsJsonAsync("subscribers", new { id = "province", title = "又一个", types = Everything, towns = Everything })).ShouldBeProblem(HttpStatusCode.Conflict);
        await (await operating.PostAsJsonAsync("subscribers", new { id = "reporting", title = "冒名", types = Everything, towns = Everything })).ShouldBeProblem(HttpStatusCode.Conflict);

        var renewed = (await (await operating.PostAsync(Path("subscribers/province/secret"), null)).Content.ReadFromJsonAsync<SubscriberSecret>())!;
        (await identity.Ask("province", made.Secret)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await identity.Ask("province", renewed.Secret)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await operating.GetFromJsonAsync<List<SubscriberLine>>("subscribers"))!.Should().ContainSingle().Which.Should().Be(new SubscriberLine("province", "省平台", "*", "*", made.Queue));
        (await operating.DeleteAsync(Path("subscribers/province"))).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await identity.Ask("province", renewed.Secret)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        foreach (var ours in (string[])["reporting", "console", "trial"])
            await (await operating.DeleteAsync(Path($"subscribers/{ours}"))).ShouldBeProblem(HttpStatusCode.NotFound);
        (await identity.Audited(null)).Should().ContainInOrder("subscriber.created", "subscriber.secret-made", "subscriber.removed");
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_a_client_that_is_removed_between_its_check_and_its_token_when_it_asks_then_it_is_refused_as_one_that_is_not_there()
    {
        using var operating = await identity.Operator();
        var made = (await (await operating.PostAsJsonAsync("subscribers", new { id = "leaving", title = "离开", types = Everything, towns = Everything })).Content.ReadFromJsonAsync<SubscriberSecret>())!;
        await using var session = new NpgsqlConnection(identity.ConnectionString);
        await session.OpenAsync();
        await using var removal = await session.BeginTransactionAsync();
        await using var remove = new NpgsqlCommand("delete from identity.clients where client_id = 'leaving'", session, removal);
        await remove.ExecuteNonQueryAsync();
        await using var watching = new NpgsqlConnection(identity.ConnectionString); // within a transaction who waits is read once only
        await watching.OpenAsync();
        await using var waiting = new NpgsqlCommand("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like 'INSERT INTO identity.tokens%'", watching);

        var asking = identity.Ask("leaving", made.Secret);
        await Eventually.Get(async () => (long)(await waiting.ExecuteScalarAsync())!, standing => standing > 0);
        await removal.CommitAsync();

        using var answer = await asking;
        (answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["error"]).Should().Be((HttpStatusCode.Unauthorized, "invalid_client"));
    }

    private static string[] Everything { get; } = ["*"];

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
