using System.Net;

namespace Guzhang.JobMatching.Tests;

/// <summary>Who has left the list is not followed up, by whichever way they are reported.</summary>
[Trait("Req", "COL-07")]
[Trait("Req", "JOB-01")]
public sealed class ExitTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    private static Person With(Person person, string status) => person with { Facts = Returnees.Home() with { Status = status } };

    private Task<(HttpStatusCode Status, string Body)> Report(Person person) =>
        host.Post("reports", new { laborer = person.Laborer, reportedBy = "town", willing = true, notPicky = true });

    private async Task UntilConfirmed(Person person, string status) => (await Eventually.Get(
        () => host.Scalar<long>($"select count(*) from jobmatching.people where laborer = '{person.Laborer}' and confirmed_status = '{status}'"), n => n == 1)).Should().Be(1);

    [Theory]
    [InlineData("left-dead", "永久退出(死亡)")]
    [InlineData("left-ability", "永久退出(永久丧失劳动力)")]
    public async Task Given_somebody_who_left_for_good_then_nothing_opens_a_case_until_another_status_is_confirmed(string status, string label)
    {
        var person = Person.New();
        await host.Collection.Publish(With(person, status).Submitted(), With(person, status).Confirmed());
        await UntilConfirmed(person, status);

        await host.Known(With(person, "normal"), 2);
        var (answered, body) = await Report(person);

        (await host.CasesOf(person)).Should().BeEmpty();
        answered.Should().Be(HttpStatusCode.Conflict);
        body.Should().Contain(label).And.Contain("并经专班确认");
        await host.Collection.Publish(With(person, "normal").Confirmed(2));
        await UntilConfirmed(person, "normal");
        (await Report(person)).Status.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Given_somebody_who_left_for_a_time_then_an_accepted_form_of_their_return_is_enough_for_either_way_of_reporting()
    {
        var (byForm, byReport) = (Person.New(), Person.New());
        foreach (var person in new[] { byForm, byReport })
        {
            await host.Collection.Publish(With(person, "paused-school").Submitted(), With(person, "paused-school").Confirmed());
            await UntilConfirmed(person, "paused-school");
            (await Report(person)).Status.Should().Be(HttpStatusCode.Conflict);
        }

        await host.Known(With(byForm, "normal"), 2);
        await host.Known(byReport with { Facts = Person.Home() }, 2);

        (await host.CaseOf(byForm)).State.Should().Be("open");
        (await host.CasesOf(byReport)).Should().BeEmpty("the form says no wish");
        (await Report(byReport)).Status.Should().Be(HttpStatusCode.Created);
    }
}
