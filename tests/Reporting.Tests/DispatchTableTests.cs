namespace Guzhang.Reporting.Tests;

public sealed class DispatchTableTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    private const string Other = "433126106";

    /// <summary>A county in small: every column has somebody in it, in more than one town.</summary>
    private static List<PublishedFact> County()
    {
        List<PublishedFact> facts = [];
        foreach (var town in new[] { "433126101", "433126104", Other })
        {
            Person In(Contracts.Collection.FormFacts facts) => Person.New() with { Town = town, Village = town + "200", Facts = facts };
            void Confirmed(Contracts.Collection.FormFacts says)
            {
                var person = In(says);
                facts.AddRange([person.Submitted(), person.Confirmed()]);
            }

            facts.Add(In(Person.Away("in-county")).Submitted());
            facts.Add((In(Person.Away("in-county")) with { Warnings = [new("F11", "monthsWorked")] }).Submitted());
            var returned = In(Person.Away("in-county"));
            facts.AddRange([returned.Submitted(), returned.Returned()]);
            Confirmed(Person.Away("in-county"));
            Confirmed(Person.Away("out-of-county"));
            Confirmed(Person.Away("out-of-prefecture"));
            Confirmed(Person.Away("out-of-province"));
            Confirmed(Person.Away("out-of-province"));
            Confirmed(Person.Home());
            Confirmed(Person.Home("out-of-province"));
            Confirmed(Person.Home() with { NotWorkingType = "never-worked", MonthsWorked = 0, AnnualIncome = 0 });
            Confirmed(Person.Away("in-county") with { EmploymentForm = "self-employed" });
            Confirmed(Person.Away("in-county") with { Verification = "unreachable" });
            Confirmed(Person.Away("out-of-county") with { MonthsWorked = 2.9m });
            facts.Add((RefusedRow.New() with { Town = town }).Refused());
        }

        facts.Add((RefusedRow.New() with { Town = null }).Refused());
        return facts;
    }

    [Fact]
    public async Task Given_a_confirmed_person_when_a_new_form_names_another_town_then_they_stand_where_they_were_until_it_is_confirmed()
    {
        var person = Person.New() with { Town = "433126107", Village = "433126107201" };
        var moved = person with { Town = "433126108", Village = "433126108201" };
        var before = await host.After([person.Submitted(), person.Confirmed()]);

        var awaiting = await host.After([moved.Submitted(2)]);
        var confirmed = await host.After([moved.Confirmed(2)]);

        (awaiting.Of("433126107").Figures["counted"], awaiting.Of("433126108").Figures["counted"]).Should()
            .Be((before.Of("433126107").Figures["counted"], before.Of("433126108").Figures["counted"]));
        (confirmed.Of("433126107").Figures["counted"], confirmed.Of("433126108").Figures["counted"]).Should()
            .Be((before.Of("433126107").Figures["counted"] - 1, before.Of("433126108").Figures["counted"] + 1));
    }

    [Fact]
    public async Task Given_a_county_then_parts_sum_to_the_whole_in_every_line_and_each_list_is_as_long_as_its_figure()
    {
        var before = await host.Dispatch();
        var table = await host.After(County());

        table.Lines.Select(l => l.Name).Should().Equal("古阳镇", "岩头寨镇", "默戎镇", "红石林镇", "断龙山镇", "高峰镇", "坪坝镇", "未识别");
        table.Columns.Select(c => c.Text).Should().Equal(
            "平台原有人数", "已提交", "退表", "有提示", "待确认", "已退回", "已确认", "计入人数", "县内", "县外省内", "省外",
            "现在务工", "现在在家", "线索（从未外出）", "自主创业", "其他不计", "低于标准",
            "符合交通补贴", "符合求职创业补贴", "返乡跟踪中", "按时上岗", "不挑不拣超时未上岗");
        foreach (var figures in table.Lines.Select(l => l.Figures).Append(table.Total))
        {
            long F(string column) => figures[column];
            F("rawBase").Should().Be(F("submitted") + F("refused"));
            F("submitted").Should().Be(F("awaiting") + F("returned") + F("confirmed"));
            F("confirmed").Should().Be(F("counted") + F("leads") + F("selfEmployed") + F("otherNotCounted") + F("belowStandard"));
            F("counted").Should().Be(F("inCounty") + F("outOfCountyInProvince") + F("outOfProvince"));
            F("counted").Should().Be(F("workingNow") + F("homeNow"));
        }

        foreach (var column in table.Columns.Select(c => c.Key))
        {
            table.Total[column].Should().Be(table.Lines.Sum(l => l.Figures[column]));
            var all = await host.People(column, limit: 7);
            all.Should().HaveCount((int)table.Total[column], column);
            all.Select(p => p.Laborer ?? p.Refusal).Should().OnlyHaveUniqueItems();
            foreach (var line in table.Lines)
            {
                (await host.People(column, line.Town ?? "unknown")).Should().HaveCount((int)line.Figures[column], $"{column} {line.Name}");
            }
        }

        // What the county above adds, by hand.
        var gained = table.Of(Other).Figures.ToDictionary(f => f.Key, f => f.Value - before.Of(Other).Figures[f.Key]);
        gained.Should().Equal(new Dictionary<string, long>
        {
            ["rawBase"] = 15,
            ["submitted"] = 14,
            ["refused"] = 1,
            ["withWarnings"] = 1,
            ["awaiting"] = 2,
            ["returned"] = 1,
            ["confirmed"] = 11,
            ["counted"] = 7,
            ["inCounty"] = 1,
            ["outOfCountyInProvince"] = 3,
            ["outOfProvince"] = 3,
            ["workingNow"] = 5,
            ["homeNow"] = 2,
            ["leads"] = 1,
            ["selfEmployed"] = 1,
            ["otherNotCounted"] = 1,
            ["belowStandard"] = 1,
            ["qualifiesTransport"] = 0,
            ["qualifiesJobSeeking"] = 0,
            ["casesOpen"] = 0,
            ["casesInTime"] = 0,
            ["casesBreach"] = 0,
        });
        (table.Of(null).Figures["refused"] - before.Of(null).Figures["refused"]).Should().Be(1);
    }

    [Fact]
    public async Task Given_the_same_messages_twice_then_the_table_stays()
    {
        var table = await host.After(County());
        await host.Collection.PublishAllAgain();
        var again = await host.After();
        again.Lines.Should().BeEquivalentTo(table.Lines);
    }

    [Fact]
    public async Task Given_a_person_then_each_event_moves_them_to_the_column_it_says()
    {
        var person = Person.New() with { Town = "433126107" };
        async Task<string> Columns(params PublishedFact[] facts)
        {
            var table = await host.After(facts);
            var columns = new List<string>();
            foreach (var column in table.Columns.Select(c => c.Key).Where(c => table.Of("433126107").Figures[c] > 0))
            {
                (await host.People(column, "433126107")).Should().ContainSingle(p => p.Laborer == person.Laborer, column);
                columns.Add(column);
            }

            return string.Join(' ', columns);
        }

        (await Columns(person.Submitted(1))).Should().Be("rawBase submitted awaiting");
        (await Columns(person.Returned(1))).Should().Be("rawBase submitted returned");
        (await Columns((person with { Warnings = [new("F21", "registeredAt")] }).Submitted(2))).Should().Be("rawBase submitted withWarnings awaiting");
        (await Columns(person.Confirmed(2))).Should().Be("rawBase submitted withWarnings confirmed counted outOfProvince workingNow");
        // A newer form that is not confirmed changes neither; returned, it doesn't either.
        (await Columns((person with { Facts = Person.Away("in-county") }).Submitted(3)))
            .Should().Be("rawBase submitted confirmed counted outOfProvince workingNow");
        (await Columns(person.Returned(3))).Should().Be("rawBase submitted confirmed counted outOfProvince workingNow");
        (await Columns(person.Submitted(4), (person with { Facts = Person.Away("in-county") }).Confirmed(4)))
            .Should().Be("rawBase submitted confirmed counted inCounty workingNow");
    }

    [Fact]
    public async Task Given_a_refused_row_when_the_person_comes_on_record_then_the_refusal_is_gone()
    {
        var (row, person) = (RefusedRow.New() with { Town = "433126103", Row = 77 }, Person.New() with { Town = "433126103" });
        await host.After(row.Refused(), (row with { Row = 78 }).Refused());
        var listed = (await host.People("refused", "433126103")).Should().ContainSingle(p => p.Refusal == row.Refusal).Subject;
        listed.Row.Should().Be(78);
        listed.Broken.Should().ContainSingle();
        listed.Laborer.Should().BeNull();

        var table = await host.After(row.Resolved(), person.Submitted());
        table.Of("433126103").Figures["refused"].Should().Be(0);
        table.Of("433126103").Figures["rawBase"].Should().Be(1);

        // Refused anew (another import, before the person was accepted elsewhere): it stands again.
        (await host.After(row.Refused())).Of("433126103").Figures["refused"].Should().Be(1);
        await host.After(row.Resolved());
    }

    [Fact]
    public async Task Given_another_form_year_then_it_does_not_mix()
    {
        var person = Person.New() with { Town = "433126105" };
        var table = await host.After(person.Submitted(1, year: 2019), person.Confirmed(1, year: 2019));
        table.Of("433126105").Figures["rawBase"].Should().Be(0);
    }

    [Fact]
    public async Task Given_events_taken_in_then_the_table_says_up_to_which_position()
    {
        await host.After(Person.New().Submitted());
        var table = await host.DispatchWhen(t => t.Positions.ContainsKey("collection"));
        table.Positions["collection"].Should().MatchRegex(@"^\d+-\d+-\d+$");
    }
}
