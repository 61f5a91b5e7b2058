using CsCheck;
using Guzhang.Contracts.Collection;
using Guzhang.Contracts.Subsidy;
using Guzhang.Domain.Forms;
using Guzhang.Subsidy.Payments;
using Guzhang.Subsidy.People;
using Guzhang.Subsidy.Policy;
using Guzhang.Subsidy.Screening;
using Person = Guzhang.Subsidy.People.Person;

namespace Guzhang.Subsidy.Tests;

/// <summary>Whatever a confirmed form says, under the county's policy.</summary>
[Trait("Req", "SUB-14")]
public sealed class ScreenerPropertyTests
{
    private static readonly SubsidyPolicy Policy = SubsidyPolicy.Load(AppHost.Repository.Find().County);

    private static Gen<string> Code<T>()
        where T : struct, Enum => Gen.OneOf([.. Choices.All<T>().Select(c => c.Code)]);

    private static Gen<string?> Perhaps(Gen<string> gen) => Gen.Frequency((4, gen.Select(s => (string?)s)), (1, Gen.Const((string?)null)));

    private static readonly Gen<FormFacts> Facts =
        from basic in Gen.Select(Code<Status>(), Code<Domain.Forms.Verification>(), Gen.Bool, Gen.Int[0, 120], Gen.Int[0, 40_000])
        from work in Gen.Select(Perhaps(Code<PlaceClass>()), Perhaps(Code<EmploymentForm>()), Perhaps(Code<Industry>()), Gen.Int[0, 400], Gen.Bool)
        from help in Gen.Select(Gen.OneOf<bool?>(true, false, null), Perhaps(Code<OrganisedExport>()), Perhaps(Code<NotWorkingType>()), Perhaps(Code<PlaceClass>()))
        let since = new DateOnly(2019, 10, 1).AddDays(work.Item4)
        select new FormFacts
        {
            Status = basic.Item1,
            Verification = basic.Item2,
            Working = basic.Item3,
            Ability = "ordinary",
            SkillLevel = "none",
            Age = 40,
            MonthsWorked = basic.Item4 / 10m,
            AnnualIncome = basic.Item5,
            WorkplaceClass = work.Item1,
            EmploymentForm = work.Item2,
            Industry = work.Item3,
            EmployedSince = work.Item4 == 0 ? null : work.Item5 ? $"{since:yyyy-MM}" : $"{since:yyyy-MM-dd}",
            Helped = help.Item1,
            OrganisedExport = help.Item2,
            NotWorkingType = help.Item3,
            WorkplaceBeforeClass = help.Item4,
        };

    private static readonly Gen<Person> People =
        from facts in Facts
        from day in Gen.Int[0, 400]
        from last in Gen.Select(Gen.Bool, Perhaps(Code<EmploymentForm>()), Perhaps(Code<PlaceClass>()))
        select new Person(Guid.Parse("019a0000-0000-7000-8000-000000000001"), 2020)
        {
            Confirmed = new ConfirmedForm(3, new DateOnly(2019, 12, 1).AddDays(day), "433126101", "433126101200", facts),
            LastWork = last.Item1 ? new Domain.LastWork(last.Item2, "general-worker", last.Item3) : null,
        };

    private static readonly Gen<Scheme> Schemes = Gen.OneOf([.. Policy.Schemes]);

    private static readonly Gen<Payment[]> Paid =
        from payments in Gen.Select(Schemes, Gen.Int[2018, 2021]).Array[0, 2]
        select payments.Select(p => new Payment(Guid.Empty, p.Item1.Id, p.Item2, new DateOnly(p.Item2, 11, 20))).ToArray();

    /// <summary>Facts that no condition of the policy asks about.</summary>
    private static readonly Func<FormFacts, FormFacts>[] Irrelevant =
    [
        f => f with { Ability = "skilled", SkillLevel = "senior" }, f => f with { Age = 61 }, f => f with { Education = "bachelor", PostSchool = true },
        f => f with { WorkMonths = ["2020-05"], FlexibleDays = 20 }, f => f with { Workplace = "4419" }, f => f with { MonthlyWage = 1 },
        f => f with { Contract = true, EmployeePension = false, EmployeeMedical = true }, f => f with { HelpedOn = "2020-01" }, f => f with { ReturnedFounder = true },
        f => f with { UnemployedSince = "2020-09-01", PlanToGo = true, NoPlanReason = "health", IntendedPlace = "44", IntendedOn = "2020-12", ExpectedWage = 9000 },
        f => f with { WillingToWork = true, NotPicky = true }, f => f with { Returned = true, ReturnReason = "illness", WorkplaceBefore = "44" },
        f => f with { WantsTraining = true, TrainingKinds = ["skill"], TrainingOn = "2020-11" }, f => f with { Services = new Dictionary<string, int> { ["guidance"] = 2 } },
    ];

    private static QualificationChanged Screen(Person person, Scheme scheme, IEnumerable<Payment> paid) => Screener.Screen(person, person.Confirmed!, scheme, Policy, paid);

    private static Person With(Person person, Func<FormFacts, FormFacts> change) =>
        person with { Confirmed = person.Confirmed! with { Facts = change(person.Confirmed.Facts) } };

    [Fact]
    public void Given_anybody_when_a_fact_changes_that_no_condition_asks_about_then_the_answer_is_the_same() =>
        Gen.Select(People, Schemes, Paid, Gen.Int[0, Irrelevant.Length - 1]).Sample((person, scheme, paid, i) =>
            Json(Screen(person, scheme, paid)) == Json(Screen(With(person, Irrelevant[i]), scheme, paid)));

    [Fact]
    public void Given_anybody_then_they_qualify_exactly_when_every_condition_of_the_scheme_is_met() =>
        Gen.Select(People, Schemes, Paid).Sample((person, scheme, paid) =>
        {
            var said = Screen(person, scheme, paid);
            var asked = scheme.TermAt(person.Confirmed!.Date)?.Conditions.Count ?? 0;
            return said.Qualifies == said.Conditions.All(c => c.Met) && said.Conditions.Count == asked + 2 && (asked > 0 || !said.Qualifies);
        });

    [Fact, Trait("Req", "COL-07")]
    public void Given_a_newer_form_of_whatever_year_that_says_they_left_then_they_qualify_for_nothing_by_that_form() =>
        Gen.Select(People, Schemes, Code<Status>()).Sample((person, scheme, status) =>
        {
            var newest = person.Confirmed! with { Version = 9, Facts = person.Confirmed.Facts with { Status = status } };
            var said = Screener.Screen(person, newest, scheme, Policy, []);
            var condition = said.Conditions.Single(c => c.Condition == "on-the-list");
            return condition.Met == (status == "normal") && condition.Facts is [{ Name: "status", FormVersion: 9 } fact] && fact.Value == status
                && (condition.Met || !said.Qualifies) && said.FormVersion == 3;
        });

    [Fact]
    public void Given_anybody_then_every_condition_names_the_facts_that_decided_it_and_says_so_in_Chinese() =>
        Gen.Select(People, Schemes, Paid).Sample((person, scheme, paid) =>
            Screen(person, scheme, paid).Conditions.All(c =>
            {
                var says = Words.Of(c);
                return c.Facts.Count > 0
                    && c.Facts.All(f => f.Name is "formDate" or "workplaceClass" or "paid" || FormFields.ByName(f.Name) is not null)
                    && says.EndsWith("）。", StringComparison.Ordinal) && says.Contains(c.Met ? "：符合（" : "：不符合（", StringComparison.Ordinal)
                    && !says.Any(char.IsAsciiLetter);
            }));

    [Fact]
    public void Given_a_missed_condition_then_mending_the_facts_it_names_meets_it() =>
        Gen.Select(People, Paid).Sample((person, paid) =>
        {
            foreach (var missed in Screen(person, Policy.Find("transport")!, []).Conditions.Where(c => !c.Met && c.Condition is "working-away" or "employed-for"))
            {
                var mended = With(person, f => missed.Facts.Aggregate(f, (facts, fact) => fact.Name switch
                {
                    "working" or "workplaceClass" => facts with { Working = true, WorkplaceClass = "out-of-province" },
                    "employedSince" => facts with { EmployedSince = "2010-01-01" },
                    _ => facts,
                }));
                if (!Screen(mended, Policy.Find("transport")!, []).Conditions.Single(c => c.Condition == missed.Condition).Met)
                {
                    return false;
                }
            }

            return true;
        });

    [Fact]
    public void Given_somebody_employed_long_enough_then_longer_is_long_enough_too() =>
        Gen.Select(People, Gen.Int[1, 500]).Sample((person, days) =>
        {
            bool Met(Person p) => Screen(p, Policy.Find("transport")!, []).Conditions.SingleOrDefault(c => c.Condition == "employed-for")?.Met == true;
            return !Met(person) || Met(With(person, f => f with { EmployedSince = $"{DateOnly.Parse(First(f.EmployedSince!), System.Globalization.CultureInfo.InvariantCulture).AddDays(-days):yyyy-MM-dd}" }));
        });

    [Fact]
    public void Given_a_payment_of_another_scheme_then_it_does_not_matter() =>
        Gen.Select(People, Schemes).Sample((person, scheme) =>
            Json(Screen(person, scheme, [])) == Json(Screen(person, scheme, [new Payment(person.Laborer, "another", 2020, new DateOnly(2020, 10, 1))])));

    private static string First(string date) => date.Length == 7 ? $"{date}-01" : date;

    private static string Json(QualificationChanged said) => System.Text.Json.JsonSerializer.Serialize(said, Contracts.ContractJson.Options);
}
