using System.Reflection;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Xunit;

namespace Guzhang.Contracts.Tests;

/// <summary>What is published stays readable, and nothing personal can slip in unnoticed.</summary>
public sealed class ContractTests
{
    public static TheoryData<string> Kept => [.. Directory.GetFiles(Samples, "*.json").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory, MemberData(nameof(Kept)), Trait("Req", "EVT-02")]
    public void Given_a_kept_sample_of_a_type_it_is_read_and_written_the_same(string kept)
    {
        var type = TypeOf(kept);
        var sample = JsonElement.Parse(File.ReadAllText(Path.Combine(Samples, $"{kept}.json")));

        var read = sample.Deserialize(EventTypes.All[type], ContractJson.Options);

        JsonElement.DeepEquals(JsonSerializer.SerializeToElement(read, EventTypes.All[type], ContractJson.Options), sample)
            .Should().BeTrue($"{type} reads and writes its sample without losing or adding a field");
    }

    [Fact]
    public void Given_the_names_of_the_types_each_constant_is_in_the_table_and_carries_a_version()
    {
        var constants = typeof(EventTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetValue(null)!);

        constants.Should().BeEquivalentTo(EventTypes.All.Keys);
        EventTypes.All.Keys.Should().AllSatisfy(name => name.Should().MatchRegex(@"^guzhang\.[a-z-]+\.[a-z-]+\.v\d+$"));
    }

    [Fact]
    public void Given_the_fields_of_a_form_that_leave_they_are_those_that_form_md_lists()
    {
        // form.md, "What may leave Collection". A new name here is a decision, not an accident.
        string[] allowed =
        [
            "Status", "Verification", "Working", "Ability", "SkillLevel", "PostSchool", "Education", "Age", "MonthsWorked", "AnnualIncome",
            "WorkMonths", "FlexibleDays", "Workplace", "WorkplaceClass", "EmploymentForm", "Industry", "EmployedSince", "MonthlyWage", "Contract",
            "EmployeePension", "EmployeeMedical", "Helped", "HelpedOn", "ReturnedFounder", "OrganisedExport", "NotWorkingType", "UnemployedSince",
            "PlanToGo", "NoPlanReason", "IntendedPlace", "IntendedOn", "ExpectedWage", "WillingToWork", "NotPicky", "Returned", "ReturnReason",
            "WorkplaceBefore", "WorkplaceBeforeClass", "WantsTraining", "TrainingKinds", "TrainingOn", "Services",
        ];

        typeof(FormFacts).GetProperties().Select(p => p.Name).Should().BeEquivalentTo(allowed);
    }

    /// <summary>One of every shape that a type has had since it was published, for ever: <c>{type}.json</c>, later <c>{type}.2.json</c>.</summary>
    internal static string Samples { get; } = Find();

    internal static string TypeOf(string sample) => string.Join('.', sample.Split('.')[..4]);

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(at.FullName, "tests", "Contracts.Tests", "samples")))
        {
            at = at.Parent!;
        }

        return Path.Combine(at.FullName, "tests", "Contracts.Tests", "samples");
    }
}
