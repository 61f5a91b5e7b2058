namespace Guzhang.Subsidy.Tests;

/// <summary>'Once' and 'once a year' look at what was paid.</summary>
[Trait("Req", "SUB-02")]
public sealed class LedgerTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private static Person Everything() =>
        Person.New() with { Facts = Person.Away("out-of-province") with { EmployedSince = "2020-03-02", Helped = true } };

    private Task Paid(Person person, string scheme, int formYear, string on) => host.Execute(
        $"insert into ledger.payments (laborer, scheme, period, form_year, yuan, paid_on) values ('{person.Laborer}', '{scheme}', '{formYear}', {formYear}, 400, '{on}')");

    [Fact]
    public async Task Given_a_payment_of_this_year_then_the_next_screening_misses_it_by_the_ledger_and_the_other_scheme_does_not()
    {
        var person = Everything();
        (await host.Confirmed(person))["transport"].Qualifies.Should().BeTrue();
        await Paid(person, "transport", 2020, "2020-11-20");

        var screened = await host.Confirmed(person, 2);

        screened["transport"].Missed.Should().Equal("not-paid");
        screened["transport"].Says("not-paid").Should().Be("本年度未领取过该项补贴：不符合（已于 2020-11-20 发放）。");
        screened["job-seeking"].Qualifies.Should().BeTrue();
    }

    [Fact]
    public async Task Given_payments_of_an_earlier_year_then_once_a_year_is_free_again_and_once_is_not()
    {
        var person = Everything();
        await Paid(person, "transport", 2019, "2019-11-20");
        await Paid(person, "job-seeking", 2019, "2019-11-20");

        var screened = await host.Confirmed(person);

        screened["transport"].Qualifies.Should().BeTrue();
        screened["job-seeking"].Says("not-paid").Should().Be("从未领取过该项补贴：不符合（已于 2019-11-20 发放）。");
    }

    [Fact]
    public async Task Given_somebody_paid_for_a_period_then_the_ledger_takes_no_second_payment_for_it()
    {
        var person = Everything();
        await Paid(person, "transport", 2020, "2020-11-20");

        var again = () => Paid(person, "transport", 2020, "2020-11-21");

        await again.Should().ThrowAsync<Npgsql.PostgresException>().Where(e => e.SqlState == "23505");
    }
}
